import { belowEntry, campaignEntry, lettersOf } from '../../../domain/sightings/entry.ts';
import { campaignItem, campaignsKey, letterItem } from '../../aws/dynamodb/campaigns/campaign-item.ts';
import { planPartition } from '../../aws/dynamodb/dynamodb-plan-runs.ts';
import type { Item } from '../../aws/dynamodb/sighting-item.ts';
import { mayFollow } from '../../aws/dynamodb/versioned-item.ts';
import type { CampaignStore } from '../../ports/campaign-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** Review campaigns in the local table. */
export function embeddedCampaigns(store: EntryStore): CampaignStore {
  const put = (partition: string, item: Item & { readonly entry: string }, version: number) =>
    store.changeIf(partition, item.entry, (before) => (mayFollow(before, version) ? item : undefined));
  return {
    listCampaigns: (accountId) => store.readIndexed('state', accountId, campaignsKey(accountId)),
    readCampaign: async (accountId, id) => {
      const campaign = store.read(accountId, campaignEntry(id));
      const users = await store.readPartition(accountId, belowEntry(campaignEntry(id)));
      return [...(campaign === undefined ? [] : [campaign]), ...users];
    },
    writeCampaign: (accountId, write) => {
      const { item, version } = campaignItem(accountId, write);
      return put(accountId, item, version);
    },
    readLetters: (accountId, id) => store.readPartition(planPartition(accountId), lettersOf(id)),
    writeLetter: (accountId, letter) => {
      const { item, version } = letterItem(accountId, letter);
      return put(planPartition(accountId), item, version);
    },
  };
}
