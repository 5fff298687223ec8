import { belowEntry, campaignEntry } from '../../../domain/sightings/entry.ts';
import { campaignItem, campaignsKey } from '../../aws/dynamodb/campaigns/campaign-item.ts';
import { mayFollow } from '../../aws/dynamodb/versioned-item.ts';
import type { CampaignStore } from '../../ports/campaign-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** Review campaigns in the local table. */
export function embeddedCampaigns(store: EntryStore): CampaignStore {
  return {
    listCampaigns: (accountId) => store.readIndexed('state', accountId, campaignsKey(accountId)),
    readCampaign: async (accountId, id) => {
      const campaign = store.read(accountId, campaignEntry(id));
      const users = await store.readPartition(accountId, belowEntry(campaignEntry(id)));
      return [...(campaign === undefined ? [] : [campaign]), ...users];
    },
    writeCampaign: (accountId, write) => {
      const { item, version } = campaignItem(accountId, write);
      return store.changeIf(accountId, item.entry, (before) => (mayFollow(before, version) ? item : undefined));
    },
  };
}
