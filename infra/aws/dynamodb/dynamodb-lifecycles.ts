import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readLifecycle } from '../../../domain/lifecycle/stored-lifecycle.ts';
import { belowEntry, brakeEntry, lifecycleEntry, recordsRange, userEntry } from '../../../domain/sightings/entry.ts';
import type { LifecycleStore } from '../../ports/lifecycle-store.ts';
import type { Quarantines } from '../../ports/quarantines.ts';
import { stateKey } from './assessment-item.ts';
import { documentClientOf } from './document-client.ts';
import { putIf } from './dynamodb-history.ts';
import { queriesOf } from './dynamodb-queries.ts';
import { lifecyclePut } from './lifecycle-item.ts';
import { stateIndex } from './table-definition.ts';

/** Lifecycles in DynamoDB, in the partition of their account; who is quarantined also by the index `ByState`. */
export function dynamodbLifecycles(client: DynamoDBClient, tableName: string): LifecycleStore & Quarantines {
  const documents = documentClientOf(client);
  const { inPartition, outsideRange, queryAll } = queriesOf(documents, tableName);
  return {
    readLifecycles: (accountId) => outsideRange(accountId, recordsRange),
    readLifecycleOf: async (accountId, userId) => {
      const user = userEntry(userId);
      const parts = [
        inPartition(accountId, ' AND begins_with(entry, :below)', { ':below': belowEntry(user) }),
        ...[user, brakeEntry].map((entry) => inPartition(accountId, ' AND entry = :entry', { ':entry': entry })),
      ];
      return (await Promise.all(parts)).flat();
    },
    writeLifecycle: (accountId, write) => putIf(documents, tableName, lifecyclePut(accountId, write)),
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
