import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readLifecycle } from '../../../domain/lifecycle/stored-lifecycle.ts';
import { lifecycleEntry } from '../../../domain/sightings/entry.ts';
import type { Quarantines } from '../../ports/quarantines.ts';
import { documentClientOf } from './document-client.ts';
import { queriesOf } from './dynamodb-queries.ts';
import { stateIndex } from './table-definition.ts';
import { stateKey } from './table-item.ts';

/** Who is quarantined, by the table in DynamoDB. */
export function dynamodbQuarantines(client: DynamoDBClient, tableName: string): Quarantines {
  const documents = documentClientOf(client);
  const { queryAll } = queriesOf(documents, tableName);
  return {
    lifecycleOf: async (accountId, userId) => {
      const Key = { accountId, entry: lifecycleEntry(userId) };
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && readLifecycle(Item);
    },
    quarantined: async (accountId) => {
      const items = await queryAll({
        IndexName: stateIndex,
        KeyConditionExpression: 'accountState = :s',
        ExpressionAttributeValues: { ':s': stateKey(accountId, 'lifecycle-quarantined') },
      });
      return items.flatMap((item) => readLifecycle(item) ?? []);
    },
  };
}
