import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { belowEntry, brakeEntry, recordsRange, userEntry } from '../../../domain/sightings/entry.ts';
import type { LifecycleStore } from '../../ports/lifecycle-store.ts';
import { documentClientOf } from './document-client.ts';
import { putIf } from './dynamodb-history.ts';
import { queriesOf } from './dynamodb-queries.ts';
import { lifecyclePut } from './lifecycle-item.ts';

/** Lifecycles in DynamoDB, in the partition of their account. */
export function dynamodbLifecycles(client: DynamoDBClient, tableName: string): LifecycleStore {
  const documents = documentClientOf(client);
  const { inPartition, outsideRange } = queriesOf(documents, tableName);
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
  };
}
