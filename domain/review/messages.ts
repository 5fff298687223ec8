/** Who is to be told something now, and what. */

import { epochMs, type Instant, instantOfEpochMs, plusDays } from '../time.ts';
import { type Campaign, endOf } from './campaign.ts';
import { askedNow, isOpen, standingOf } from './standing.ts';
import type { ReviewMessage, UserReview } from './user-review.ts';

const lastDays = 3;
const escalationDays = 1;

/**
 * The messages about a user that are due: the reminders, at half of the time and 3 days before the end, go only to who
 * has not answered; then the fallback hears of it, once. A message that was missed is not made up for by two.
 */
export function dueMessages(campaign: Campaign, review: UserReview, now: Instant): ReviewMessage[] {
  const standing = standingOf(review, campaign);
  if (campaign.closed !== undefined || now >= endOf(campaign) || !isOpen(standing)) return [];
  const to = askedNow(review, standing, campaign);
  return [...reminder(campaign, review, to, now), ...escalation(campaign, review, to, now)];
}

function reminder(campaign: Campaign, { messages }: UserReview, to: string, now: Instant): ReviewMessage[] {
  const known = messages.filter((message) => message.to === to);
  if (known.length === 0) return [{ kind: 'asked', to, at: now }];
  const stage = stagesOf(campaign).findLast(({ since }) => since <= now);
  if (stage === undefined || known.some(({ at }) => at >= stage.since)) return [];
  return [{ kind: stage.kind, to, at: now }];
}

/** By time. In a short campaign the last days begin before its half has passed: then that is the only reminder. */
function stagesOf(campaign: Campaign): { readonly kind: 'halfway' | 'last-days'; readonly since: Instant }[] {
  const end = endOf(campaign);
  const half = instantOfEpochMs((epochMs(campaign.from) + epochMs(end)) / 2);
  const last = plusDays(end, -lastDays);
  const stages = [...(half !== undefined && half < last ? [{ kind: 'halfway', since: half } as const] : [])];
  return [...stages, { kind: 'last-days', since: last }];
}

function escalation(campaign: Campaign, { messages }: UserReview, asked: string, now: Instant): ReviewMessage[] {
  const { fallback } = campaign;
  if (fallback === undefined || fallback === asked || now < plusDays(endOf(campaign), -escalationDays)) return [];
  return messages.some(({ kind }) => kind === 'escalation') ? [] : [{ kind: 'escalation', to: fallback, at: now }];
}
