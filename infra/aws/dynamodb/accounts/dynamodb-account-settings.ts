import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { itemOfSettings } from '../../../../domain/accounts/account-settings.ts';
import { itemOfInherited } from '../../../../domain/accounts/inherited-settings.ts';
import { settingsEntries } from '../../../../domain/sightings/entry.ts';
import type { AccountSettingsStore } from '../../../ports/accounts/account-settings-store.ts';
import { documentClientOf } from '../document-client.ts';
import { putIf } from '../dynamodb-history.ts';
import { queriesOf } from '../dynamodb-queries.ts';

/** The settings of accounts in DynamoDB, each in the partition of its account. */
export function dynamodbAccountSettings(client: DynamoDBClient, tableName: string): AccountSettingsStore {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, tableName);
  return {
    readSettings: (holder) =>
      inPartition(holder, ' AND begins_with(entry, :settings)', { ':settings': settingsEntries }),
    addSettings: (accountId, version) => {
      const { entry, attributes } = itemOfSettings(version);
      const Item = { accountId, entry, ...attributes };
      return putIf(documents, tableName, { Item, ConditionExpression: 'attribute_not_exists(entry)' });
    },
    putInherited: async (accountId, inherited) => {
      const { entry, attributes } = itemOfInherited(inherited);
      await documents.send(new PutCommand({ TableName: tableName, Item: { accountId, entry, ...attributes } }));
    },
  };
}
