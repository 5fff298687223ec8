import type { ReviewView } from '../../domain/review/review-view.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { ReviewPorts } from './review-ports.ts';

/**
 * Remembers that the messages which were due have been handed out. Where somebody wrote meanwhile, a message may be
 * due once more: better twice than never.
 */
export async function rememberMessages(
  { campaign, users }: ReviewView,
  { table, accountId }: ReviewPorts,
): Promise<void> {
  const told = users.filter(({ due }) => due.length > 0);
  await someAtOnce(told, async ({ review, due }) => {
    const { messages, version } = review;
    const next = { ...review, messages: [...messages, ...due], version: version + 1 };
    await table.writeCampaign(accountId, { kind: 'user-review', id: campaign.id, review: next });
  });
}
