/** Where a user stands in a campaign. It follows from the answers alone. */

import type { Campaign } from './campaign.ts';
import { isConfirmer, isOwnUser } from './own-user.ts';
import type { ReviewAnswer, ReviewWord, UserReview } from './user-review.ts';

/** An answer that counts. */
export type Settled = ReviewAnswer & { readonly says: Exclude<ReviewWord, { readonly kind: 'not-mine' }> };

/**
 * `unanswered`: nobody said anything. `passed-on`: the latest says that another owns it. `unconfirmed`: somebody
 * attested for himself, and nobody who may has confirmed it. `settled`: the answer that counts.
 */
export type Standing =
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'passed-on'; readonly to: string }
  | { readonly kind: 'unconfirmed'; readonly by: string }
  | { readonly kind: 'settled'; readonly answer: Settled };

/** What the answers come to; the later one counts. */
export function standingOf(review: UserReview, campaign: Pick<Campaign, 'confirmers'>): Standing {
  return review.answers.reduce<Standing>((before, answer) => next(before, answer, review, campaign), {
    kind: 'unanswered',
  });
}

/** Who attests for himself changes nothing where another has attested already. */
function next(
  before: Standing,
  { at, by, says }: ReviewAnswer,
  review: UserReview,
  campaign: Pick<Campaign, 'confirmers'>,
): Standing {
  if (says.kind === 'not-mine') return { kind: 'passed-on', to: says.to };
  const settled: Standing = { kind: 'settled', answer: { at, by, says } };
  if (says.kind === 'remove') return settled;
  if (isOwnUser(by, review)) return isAttested(before) ? before : { kind: 'unconfirmed', by };
  return before.kind === 'unconfirmed' && !isConfirmer(by, campaign) ? before : settled;
}

const isAttested = (standing: Standing): boolean =>
  standing.kind === 'settled' && standing.answer.says.kind !== 'remove';

/** Whether somebody has still to answer. */
export const isOpen = ({ kind }: Standing): boolean => kind !== 'settled';

/** Who is asked about the user now: its owner, to whom it was passed on, or the fallback where a second is needed. */
export function askedNow(review: UserReview, standing: Standing, { fallback }: Pick<Campaign, 'fallback'>): string {
  const passed = review.answers.flatMap(({ says }) => (says.kind === 'not-mine' ? [says.to] : [])).at(-1);
  const owner = passed ?? review.owner;
  return standing.kind === 'unconfirmed' ? (fallback ?? owner) : owner;
}
