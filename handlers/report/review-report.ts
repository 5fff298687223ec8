/** The documented JSON of a review. handlers/cli/README.md lists the fields. */

import type { ReviewRow } from '../../domain/review/review-row.ts';
import { reviewState } from '../../domain/review/review-state.ts';
import { dueLetters, type ReviewView } from '../../domain/review/review-view.ts';
import type { UserReview } from '../../domain/review/user-review.ts';
import type { Instant } from '../../domain/time.ts';

/** A campaign as of a moment. Null stands for what is not known or does not exist. */
export function reviewReport({ campaign, users, counts }: ReviewView, asOf: Instant, missing: readonly string[]) {
  const { version: _, fallback = null, closed, ...terms } = campaign;
  return {
    asOf,
    campaign: { ...terms, fallback, closed: closed === undefined ? null : { reason: null, ...closed } },
    owners: reviewState(
      campaign,
      users.map(({ review }) => review),
    ).owners,
    counts,
    due: dueLetters({ users }),
    users: users.map(({ review, row }) => userReport(review, row)),
    missing,
  };
}

function userReport({ answers, messages, creator }: UserReview, { standing, ...row }: ReviewRow) {
  return { ...row, creator: creator ?? null, standing: standing.kind, answers, messages };
}
