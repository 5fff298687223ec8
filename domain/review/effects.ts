/** What the answers of a campaign change on the way out of a user. */

import { isKept, type Keep, type Removal, type UserEntries } from '../lifecycle/lifecycle.ts';
import type { LifecycleWrite } from '../lifecycle/lifecycle-write.ts';
import { isSameData } from '../same-data.ts';
import { type Instant, plusDays } from '../time.ts';
import { type Campaign, endOf } from './campaign.ts';
import { type Standing, standingOf } from './standing.ts';
import type { UserReview } from './user-review.ts';

/** The terms of a campaign that decide what its answers do. */
export type Terms = Pick<Campaign, 'id' | 'until' | 'unanswered' | 'confirmers' | 'startedBy'>;

/**
 * The write that brings a user's keep in line with the answers, at once: an attested user is sheltered while the
 * campaign runs. It makes no write where the keep is right already, so it may be asked again after a crash.
 */
export function keepWrites(terms: Terms, review: UserReview, { keep }: UserEntries, now: Instant): LifecycleWrite[] {
  const wanted = keepOf(standingOf(review, terms), terms);
  const next = wanted === undefined ? withdrawn(terms, keep, now) : longer(terms, keep, wanted);
  return next === undefined || isSameData(next, keep) ? [] : [{ kind: 'keep', userId: review.userId, keep: next }];
}

/** The keep that the answers come to; undefined where nobody attests. */
export function keepOf(standing: Standing, { id }: Terms): Keep | undefined {
  if (standing.kind !== 'settled' || standing.answer.says.kind === 'remove') return undefined;
  const { at, by, says } = standing.answer;
  return { until: says.until, reason: says.reason, by, at, campaign: id };
}

/** A word that somebody gave outside of the campaign, and that holds longer, stays. */
function longer({ id }: Terms, keep: Keep | undefined, wanted: Keep): Keep | undefined {
  return keep !== undefined && keep.campaign !== id && keep.until >= wanted.until ? keep : wanted;
}

/** A keep of this campaign that no answer attests any more ended yesterday. */
function withdrawn({ id }: Terms, keep: Keep | undefined, now: Instant): Keep | undefined {
  if (keep?.campaign !== id || !isKept({ keep }, now)) return keep;
  return { ...keep, until: plusDays(now, -1).slice(0, 10) };
}

/**
 * The write by which the end of a campaign begins a user's way out: where the latest answer asks for it, or nobody
 * answered and the campaign had said that silence does. Closed before its end, silence says nothing.
 */
export function removalWrites(
  terms: Terms,
  review: UserReview,
  { removal }: UserEntries,
  now: Instant,
): LifecycleWrite[] {
  const wanted = removalOf(standingOf(review, terms), terms, now);
  if (wanted === undefined || isSameData(wanted, removal)) return [];
  return [{ kind: 'removal', userId: review.userId, removal: wanted }];
}

/** The removal that a campaign which ends now leads to; undefined where there is none. */
export function removalOf(standing: Standing, terms: Terms, now: Instant): Removal | undefined {
  const { id: campaign, unanswered, startedBy } = terms;
  switch (standing.kind) {
    case 'settled': {
      const { at, by, says } = standing.answer;
      if (says.kind !== 'remove') return undefined;
      return { kind: 'asked', campaign, by, at, ...(says.reason !== undefined && { reason: says.reason }) };
    }
    case 'unanswered':
    case 'passed-on': {
      const speaks = unanswered === 'lifecycle' && now >= endOf(terms);
      return speaks ? { kind: 'silence', campaign, by: startedBy, at: endOf(terms) } : undefined;
    }
    case 'unconfirmed':
      return undefined;
    default:
      return standing satisfies never;
  }
}
