/** How a campaign stands, by its answers alone. */

import type { Campaign } from './campaign.ts';
import { countsOf, type ReviewCounts } from './review-view.ts';
import { askedNow, isOpen, standingOf } from './standing.ts';
import type { UserReview } from './user-review.ts';

/** How many owners are asked now; `open` are those with a user that somebody has still to answer for. */
export interface OwnerCounts {
  readonly asked: number;
  readonly answered: number;
  readonly open: number;
}

export interface ReviewState {
  readonly campaign: Campaign;
  readonly owners: OwnerCounts;
  /** Who has still to answer, by name. */
  readonly waitsFor: readonly string[];
  readonly counts: ReviewCounts;
}

export function reviewState(campaign: Campaign, reviews: readonly UserReview[]): ReviewState {
  const all = reviews.map((review) => {
    const standing = standingOf(review, campaign);
    return { standing, to: askedNow(review, standing, campaign) };
  });
  const waitsFor = [...new Set(all.flatMap(({ standing, to }) => (isOpen(standing) ? [to] : [])))].sort();
  const asked = new Set(all.map(({ to }) => to)).size;
  const owners = { asked, answered: asked - waitsFor.length, open: waitsFor.length };
  return { campaign, owners, waitsFor, counts: countsOf(all.map(({ standing }) => standing)) };
}
