/** The documented JSON of a review. handlers/cli/README.md lists the fields. */

import type { ReviewRow } from '../../domain/review/review-row.ts';
import { dueLetters, type ReviewView } from '../../domain/review/review-view.ts';
import type { Standing } from '../../domain/review/standing.ts';
import type { UserReview } from '../../domain/review/user-review.ts';
import type { Instant } from '../../domain/time.ts';

/** A campaign as of a moment. Null stands for what is not known or does not exist. */
export function reviewReport({ campaign, users, counts }: ReviewView, asOf: Instant, missing: readonly string[]) {
  const { version: _, fallback = null, closed, ...terms } = campaign;
  return {
    asOf,
    campaign: { ...terms, fallback, closed: closed === undefined ? null : { reason: null, ...closed } },
    counts,
    due: dueLetters({ users }),
    users: users.map(({ review, row }) => userReport(review, row)),
    missing,
  };
}

function userReport({ answers, messages, creator }: UserReview, { standing, ...row }: ReviewRow) {
  return { ...row, creator: creator ?? null, standing: standing.kind, answers, messages };
}

/** Where a user stands, in words. */
export function standingWords(standing: Standing): string {
  switch (standing.kind) {
    case 'unanswered':
      return 'no answer';
    case 'passed-on':
      return `passed on to ${standing.to}`;
    case 'unconfirmed':
      return `${standing.by} attested for himself: the fallback must confirm it`;
    case 'settled': {
      const { by, says } = standing.answer;
      const reason = says.reason === undefined ? '' : `: ${says.reason}`;
      return says.kind === 'remove'
        ? `remove, by ${by}${reason}`
        : `${says.kind} until ${says.until}, by ${by}${reason}`;
    }
    default:
      return standing satisfies never;
  }
}
