/** Tells the owners of users what the open reviews ask of them. */

import type { AccountId } from '../../domain/ids.ts';
import type { LifecycleFacts } from '../../domain/lifecycle/plan-lifecycle.ts';
import type { LifecycleSettings } from '../../domain/lifecycle/settings.ts';
import { reviewEvent, reviewNotice } from '../../domain/notices/review-letter.ts';
import type { Campaign } from '../../domain/review/campaign.ts';
import { hasSomethingToSay, isPending, lettersDue, type ReviewLetter, sent } from '../../domain/review/letter.ts';
import { type ReviewView, viewReview } from '../../domain/review/review-view.ts';
import type { ToldReviews } from '../../domain/review/told-reviews.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import type { NoticeSender } from '../../infra/ports/notice-sender.ts';
import { InputError } from '../input-error.ts';
import { campaignsOf, readWhole } from './open-campaign.ts';

/** What is read, and where letters go. It writes letters alone. */
export interface TellReviewersPorts {
  readonly table: Pick<CampaignStore, 'listCampaigns' | 'readCampaign' | 'readLetters' | 'writeLetter'>;
  readonly notices: NoticeSender;
  /** Throws where the bus refused it. */
  readonly publishEvent: (event: ReturnType<typeof reviewEvent>) => Promise<unknown>;
}

/**
 * Sends the letters of every open review that are due now, and those that an earlier run may not have sent. Each is
 * sent once; where a run stops right after, once more, with the same id. Throws where the table, the topic or the bus
 * refuses.
 */
export async function tellReviewers(
  accountId: AccountId,
  facts: LifecycleFacts,
  settings: LifecycleSettings,
  ports: TellReviewersPorts,
): Promise<ToldReviews> {
  try {
    const all = await campaignsOf(ports.table, accountId);
    const open = all.filter(({ closed }) => closed === undefined);
    const why = open.length === 0 ? undefined : silentBecause(facts);
    if (why !== undefined) return { kind: 'postponed', why };
    const reviews: { campaign: string; letters: number }[] = [];
    for (const each of open) reviews.push({ campaign: each.id, letters: await tell(each, facts, settings, ports) });
    return { kind: 'told', reviews };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'unreadable', why: error.message };
    throw error;
  }
}

/** A list from half of an inventory would say of users that they are gone. */
function silentBecause({ assessments, doubts }: LifecycleFacts): string | undefined {
  return assessments.size === 0 ? 'IAM lists no user' : doubts[0];
}

async function tell(
  campaign: Campaign,
  facts: LifecycleFacts,
  settings: LifecycleSettings,
  ports: TellReviewersPorts,
): Promise<number> {
  const whole = await readWhole(ports.table, campaign);
  const view = viewReview(whole.campaign, whole.reviews, facts, settings);
  let count = 0;
  for (const letter of whole.letters.filter(isPending)) count += await send(letter, view, ports);
  for (const letter of lettersDue(view, whole.letters, facts.question.now)) {
    const isOurs = await ports.table.writeLetter(campaign.accountId, letter);
    if (isOurs) count += await send(letter, view, ports);
  }
  return count;
}

async function send(letter: ReviewLetter, view: ReviewView, ports: TellReviewersPorts): Promise<number> {
  const isWorthIt = hasSomethingToSay(letter, view);
  if (isWorthIt) {
    await ports.notices.send(reviewNotice(letter, view));
    await ports.publishEvent(reviewEvent(letter, view));
  }
  await ports.table.writeLetter(view.campaign.accountId, sent(letter));
  return isWorthIt ? 1 : 0;
}
