import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { belowEntry, campaignEntry, lettersOf } from '../../../../domain/sightings/entry.ts';
import type { CampaignStore } from '../../../ports/campaign-store.ts';
import { documentClientOf } from '../document-client.ts';
import { putIf } from '../dynamodb-history.ts';
import { planPartition } from '../dynamodb-plan-runs.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { stateIndex } from '../table-definition.ts';
import { versionedPut } from '../versioned-item.ts';
import { campaignItem, campaignsKey, letterItem } from './campaign-item.ts';

/** Review campaigns in DynamoDB, in the partition of their account, and their letters in that of the plan. */
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
    readLetters: (accountId, id) =>
      inPartition(planPartition(accountId), ' AND begins_with(entry, :letters)', { ':letters': lettersOf(id) }),
    writeLetter: (accountId, letter) => {
      const { item, version } = letterItem(accountId, letter);
      return putIf(documents, tableName, versionedPut(item, version));
    },
  };
}
