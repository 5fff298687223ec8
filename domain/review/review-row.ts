/** What a reviewer sees of one user. */

import type { UserId } from '../ids.ts';
import type { UserInQuestion } from '../lifecycle/never.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { idleDays } from '../verdict/assessment.ts';
import { callWords, credentialWords } from '../verdict/credential-words.ts';
import type { State } from '../verdict/state.ts';
import type { Campaign } from './campaign.ts';
import { type Recommendation, type RecommendationContext, recommend } from './recommendation.ts';
import { askedNow, type Standing, standingOf } from './standing.ts';
import type { UserReview } from './user-review.ts';

/** The last use of a user: when, doing what, from where. Null where CloudTrail did not show it. */
export interface LastUseSeen {
  readonly at: Instant;
  readonly source: string;
  readonly event: string | null;
  readonly address: string | null;
}

/** One user of a reviewer's list. */
export interface ReviewRow {
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
  readonly owner: string;
  /** Who is asked now. */
  readonly asked: string;
  /** Whether it can change IAM; null where that is not known. */
  readonly admin: boolean | null;
  /** The verdict of this moment; null where IAM does not list the user any more. */
  readonly state: State | null;
  readonly idleDays: number | null;
  readonly lastUse: LastUseSeen | null;
  /** Each with its status and state, `key AKIA... active, idle`. */
  readonly credentials: readonly string[];
  readonly recommendation: Recommendation;
  readonly standing: Standing;
}

/** The row of a user as of this moment; `user` is undefined where IAM does not list it any more. */
export function reviewRow(
  review: UserReview,
  user: UserInQuestion | undefined,
  campaign: Campaign,
  context: RecommendationContext,
): ReviewRow {
  const { userId, userName, arn, owner } = review;
  const standing = standingOf(review, campaign);
  const { assessment } = user ?? {};
  return {
    ...{ userId, userName: assessment?.user.userName ?? userName, arn, owner },
    asked: askedNow(review, standing, campaign),
    admin: user?.access?.changesIam ?? null,
    state: assessment?.state ?? null,
    idleDays: (assessment && idleDays(assessment, context.now)) ?? null,
    lastUse: (assessment && lastUseOf(assessment)) ?? null,
    credentials: (assessment?.credentials ?? []).map(
      ({ credential, id, state }) => `${credentialWords(credential.kind, id)} ${credential.status}, ${state}`,
    ),
    recommendation: recommend(user, context),
    standing,
  };
}

function lastUseOf({ lastActivity }: Assessment): LastUseSeen | undefined {
  if (lastActivity === undefined) return undefined;
  const { at, source, sighting } = lastActivity;
  return { at, source, event: callWords(sighting) ?? null, address: sighting?.sourceAddress ?? null };
}

/** The rows of one reviewer. */
export interface ReviewList {
  readonly reviewer: string;
  readonly rows: readonly ReviewRow[];
}

/** One list for each who is asked, both by name: not one message a user. */
export function listsOf(rows: readonly ReviewRow[]): ReviewList[] {
  const byName = rows.toSorted((a, b) => (a.userName < b.userName ? -1 : 1));
  const reviewers = [...new Set(rows.map(({ asked }) => asked))].sort();
  return reviewers.map((reviewer) => ({ reviewer, rows: byName.filter(({ asked }) => asked === reviewer) }));
}
