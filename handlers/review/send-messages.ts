import type { ReviewView } from '../../domain/review/review-view.ts';
import type { ReviewPorts } from './review-ports.ts';

/**
 * Remembers that the messages which were due have been handed out. Where somebody wrote meanwhile, a message may be
 * due once more: better twice than never.
 */
export async function rememberMessages(
  { campaign, users }: ReviewView,
  { table, accountId }: ReviewPorts,
): Promise<void> {
  for (const { review, due } of users) {
    if (due.length === 0) continue;
    const { messages, version } = review;
    const next = { ...review, messages: [...messages, ...due], version: version + 1 };
    await table.writeCampaign(accountId, { kind: 'user-review', id: campaign.id, review: next });
  }
}
