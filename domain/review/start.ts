/** Begins a campaign: whom it asks about what. */

import { type CampaignId, parseCampaignId } from '../ids.ts';
import { ownerOfUser, type UserInQuestion } from '../lifecycle/never.ts';
import { type LifecycleFacts, type LifecycleRequest, usersInQuestion } from '../lifecycle/plan-lifecycle.ts';
import { isUnused } from '../verdict/state.ts';
import type { Campaign, CampaignScope, Silence } from './campaign.ts';
import type { UserReview } from './user-review.ts';

/** What whoever starts a campaign decides. */
export interface CampaignTerms {
  readonly scope: CampaignScope;
  readonly until: string;
  readonly unanswered: Silence;
  /** ARN. */
  readonly startedBy: string;
}

/** A campaign before its first write, and the users whom nobody can be asked about. */
export interface StartedCampaign {
  readonly campaign: Campaign;
  readonly reviews: readonly UserReview[];
  readonly ownerless: readonly string[];
}

/** The campaign of these terms as of the facts. */
export function startCampaign(
  facts: LifecycleFacts,
  { settings }: LifecycleRequest,
  terms: CampaignTerms,
): StartedCampaign {
  const { now } = facts.question;
  const { fallbackOwner: fallback, approvers } = settings;
  const chosen = usersInQuestion(facts).filter((user) => isInScope(user, terms.scope));
  const owned = chosen.flatMap((user) => {
    const { userId, userName, arn } = user.assessment.user;
    const creator = user.creator?.by;
    const known = { userName, arn, ...(creator !== undefined && { creator }) };
    return userId === undefined ? [] : [{ ...known, userId, owner: ownerOfUser(user, settings)?.name }];
  });
  const reviews = owned.flatMap(({ owner, ...user }): UserReview[] => {
    if (owner === undefined) return [];
    return [{ ...user, owner, answers: [], messages: [], version: 1 }];
  });
  const campaign = {
    ...{ id: idOf(now, terms.scope), accountId: facts.accountId, ...terms, from: now },
    reviewers: [...new Set(reviews.map(({ owner }) => owner))].sort(),
    ...(fallback !== undefined && { fallback }),
    confirmers: [...(fallback === undefined ? [] : [fallback]), ...approvers],
    ...{ users: reviews.length, version: 1 },
  };
  const ownerless = owned.filter(({ owner }) => owner === undefined).map(({ userName }) => userName);
  return { campaign, reviews, ownerless };
}

function idOf(now: string, scope: CampaignScope): CampaignId {
  const id = parseCampaignId(`${now.slice(0, 10)}-${scope}`);
  if (id === undefined) throw new Error('a day and a scope make the id of a campaign');
  return id;
}

function isInScope({ assessment, access }: UserInQuestion, scope: CampaignScope): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'unused':
      return isUnused(assessment.state);
    case 'admins':
      return access?.changesIam !== false;
    default:
      return scope satisfies never;
  }
}
