/** What an auditor reads of a campaign that has ended. */

import type { UserId } from '../ids.ts';
import { isKept, type LifecycleEntries, noEntries } from '../lifecycle/lifecycle.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Campaign, ClosedCampaign } from './campaign.ts';
import { keepOf, removalOf } from './effects.ts';
import type { ReviewRow } from './review-row.ts';
import { isOpen } from './standing.ts';
import type { ReviewAnswer, ReviewMessage, UserReview } from './user-review.ts';

/** What came of one user: `notice`: its owner hears of the removal for 7 days; `lifecycle`: for the usual days. */
export interface Outcome {
  readonly kind: 'kept' | 'notice' | 'lifecycle' | 'nothing';
  /** The last day of a keep. */
  readonly until: string | null;
}

/** One user of the population: what was known at the end, what was asked, every answer, and what came of it. */
export interface ReviewedUser extends Omit<ReviewRow, 'standing'> {
  readonly creator: string | null;
  readonly messages: readonly ReviewMessage[];
  readonly answers: readonly ReviewAnswer[];
  readonly standing: ReviewRow['standing']['kind'];
  readonly outcome: Outcome;
}

/** Why a user of the population is left alone by the lifecycle, and until when; null: without an end. */
export interface ListedExemption {
  readonly userId: UserId;
  readonly userName: string;
  readonly kind: 'keep' | 'exemption';
  readonly by: string;
  readonly until: string | null;
  readonly reason: string | null;
}

/** The content of the closing file. */
export interface ClosingContent {
  readonly accountId: string;
  readonly campaign: Omit<Campaign, 'version' | 'closed' | 'accountId'>;
  readonly closed: Omit<ClosedCampaign, 'digest'>;
  readonly thresholdDays: number;
  /** By name. */
  readonly users: readonly ReviewedUser[];
  /** Names of those who were asked last about users that nobody answered for. */
  readonly silent: readonly string[];
  readonly exemptions: readonly ListedExemption[];
  /** Why the verdicts of the end are doubted as a whole, in words. */
  readonly doubts: readonly string[];
  readonly software: string;
}

/** What the closing file is made of. The entries are those after the effects of the campaign. */
export interface ClosingFacts {
  readonly campaign: Campaign;
  readonly closed: Omit<ClosedCampaign, 'digest'>;
  readonly reviewed: readonly { readonly review: UserReview; readonly row: ReviewRow }[];
  readonly assessments: readonly Assessment[];
  readonly entries: LifecycleEntries;
  readonly thresholdDays: number;
  readonly doubts: readonly string[];
  readonly software: string;
}

export function closingContent(facts: ClosingFacts): ClosingContent {
  const { campaign, closed, thresholdDays, doubts, software } = facts;
  const { accountId, version: _, closed: __, ...terms } = campaign;
  const reviewed = facts.reviewed.toSorted((a, b) => (a.row.userName < b.row.userName ? -1 : 1));
  const open = reviewed.filter(({ row }) => isOpen(row.standing));
  return {
    accountId,
    campaign: terms,
    closed,
    thresholdDays,
    users: reviewed.map(({ review, row }) => reviewedUser(review, row, campaign, closed.at)),
    silent: [...new Set(open.map(({ row }) => row.asked))].sort(),
    exemptions: reviewed.flatMap(({ row }) => exemptionsOf(row, facts)),
    doubts,
    software,
  };
}

function reviewedUser(review: UserReview, row: ReviewRow, campaign: Campaign, at: Instant): ReviewedUser {
  const { standing, ...known } = row;
  const { creator = null, messages, answers } = review;
  const kept = keepOf(standing, campaign);
  const removal = removalOf(standing, campaign, at);
  const ended = removal === undefined ? 'nothing' : removal.kind === 'asked' ? 'notice' : 'lifecycle';
  const outcome: Outcome = { kind: kept === undefined ? ended : 'kept', until: kept?.until ?? null };
  return { ...known, creator, messages, answers, standing: standing.kind, outcome };
}

function exemptionsOf({ userId, userName }: ReviewRow, { assessments, entries, closed }: ClosingFacts) {
  const { keep } = entries.users.get(userId) ?? noEntries;
  const exemption = assessments.find(({ user }) => user.userId === userId)?.exemption;
  const kept: ListedExemption[] =
    keep !== undefined && isKept({ keep }, closed.at)
      ? [{ userId, userName, kind: 'keep', by: keep.by, until: keep.until, reason: keep.reason }]
      : [];
  if (exemption === undefined || exemption.ended) return kept;
  const { by, until = null, reason = null } = exemption;
  return [...kept, { userId, userName, kind: 'exemption', by, until, reason } satisfies ListedExemption];
}
