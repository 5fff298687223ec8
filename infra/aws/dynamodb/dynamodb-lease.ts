import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { leaseEntry } from '../../../domain/sightings/entry.ts';
import type { AbandonedLease, LeasedPartition, RunLease } from '../../ports/run-lease.ts';
import { documentClientOf } from './document-client.ts';

const entry = leaseEntry;

/** The lease as the entry `lease` of the partition. Conditional writes take and release it. */
export function dynamodbLease(client: DynamoDBClient, tableName: string): RunLease {
  const documents = documentClientOf(client);
  const at = (accountId: LeasedPartition) => ({ TableName: tableName, Key: { accountId, entry } });
  return {
    take: async (accountId, owner, now, until) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { accountId, entry, owner, heldUntil: until },
        ConditionExpression: 'attribute_not_exists(heldUntil) OR heldUntil <= :now OR #owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':now': now, ':owner': owner },
        ReturnValues: 'ALL_OLD',
      });
      try {
        const { Attributes } = await documents.send(put);
        return { kind: 'taken', abandoned: abandonedLease(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const holder = await documents.send(new GetCommand({ ...at(accountId), ConsistentRead: true }));
        return { kind: 'held', until: String(holder.Item?.['heldUntil'] ?? now) };
      }
    },
    release: async (accountId, owner) => {
      const condition = {
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': owner },
      };
      await documents.send(new DeleteCommand({ ...at(accountId), ...condition })).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    },
  };
}

/** The lease that stood in the table; undefined where there was none. */
function abandonedLease(item: Readonly<Record<string, unknown>> | undefined): AbandonedLease | undefined {
  const { owner, heldUntil } = item ?? {};
  return heldUntil === undefined ? undefined : { owner: String(owner), until: String(heldUntil) };
}
