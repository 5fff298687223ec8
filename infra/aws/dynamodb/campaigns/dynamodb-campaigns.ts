import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { belowEntry, campaignEntry } from '../../../../domain/sightings/entry.ts';
import type { CampaignStore } from '../../../ports/campaign-store.ts';
import { documentClientOf } from '../document-client.ts';
import { putIf } from '../dynamodb-history.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { stateIndex } from '../table-definition.ts';
import { versionedPut } from '../versioned-item.ts';
import { campaignItem, campaignsKey } from './campaign-item.ts';

/** Review campaigns in DynamoDB, in the partition of their account. */
export function dynamodbCampaigns(client: DynamoDBClient, tableName: string): CampaignStore {
  const documents = documentClientOf(client);
  const { inPartition, queryAll } = queriesOf(documents, tableName);
  return {
    listCampaigns: (accountId) =>
      queryAll({
        IndexName: stateIndex,
        KeyConditionExpression: 'accountState = :s',
        ExpressionAttributeValues: { ':s': campaignsKey(accountId) },
      }),
    readCampaign: async (accountId, id) => {
      const campaign = campaignEntry(id);
      const parts = [
        inPartition(accountId, ' AND entry = :entry', { ':entry': campaign }),
        inPartition(accountId, ' AND begins_with(entry, :below)', { ':below': belowEntry(campaign) }),
      ];
      return (await Promise.all(parts)).flat();
    },
    writeCampaign: (accountId, write) => {
      const { item, version } = campaignItem(accountId, write);
      return putIf(documents, tableName, versionedPut(item, version));
    },
  };
}
