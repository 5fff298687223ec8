import { gunzipSync, gzipSync } from 'node:zlib';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PendingDigest } from '../../../domain/alerts/pending-digest.ts';
import { readPendingDigest, storedUsersOf } from '../../../domain/alerts/stored-digest.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { digestEntry } from '../../../domain/sightings/entry.ts';
import type { DigestOutbox } from '../../ports/digest-outbox.ts';
import { documentClientOf } from './document-client.ts';

const entry = digestEntry;

/**
 * The unpublished digest as the entry `digest` of the account's partition. The users are compressed: 5,000 of them,
 * with names of 64 characters, must fit in the 400 KB of one item.
 */
export function dynamodbOutbox(client: DynamoDBClient, tableName: string): DigestOutbox {
  const documents = documentClientOf(client);
  const at = (accountId: AccountId) => ({ TableName: tableName, Key: { accountId, entry } });
  return {
    read: async (accountId) => {
      const { Item: item } = await documents.send(new GetCommand({ ...at(accountId), ConsistentRead: true }));
      return item && readDigest(item);
    },
    put: async (accountId, { id, isFirst, users }) => {
      const item = { accountId, entry, id, isFirst, count: users.size, users: pack(users) };
      await documents.send(new PutCommand({ TableName: tableName, Item: item }));
    },
    clear: async (accountId, id) => {
      const request = { ConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': id } };
      await documents.send(new DeleteCommand({ ...at(accountId), ...request })).catch((error: unknown) => {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    },
  };
}

function pack(users: PendingDigest['users']): Uint8Array {
  return gzipSync(JSON.stringify(storedUsersOf(users)));
}

/** Throws where the digest cannot be read: to go on without it could hide a change or report one twice. */
function readDigest(item: JsonObject): PendingDigest {
  const pending = readPendingDigest(item, unpack(item['users']));
  if (pending !== undefined) return pending;
  const where = `the entry ${entry} of account ${item['accountId']}`;
  throw new Error(
    `${where} cannot be read: another version wrote it, or it was changed; run that version, or delete it`,
  );
}

function unpack(packed: unknown): unknown {
  try {
    return packed instanceof Uint8Array ? JSON.parse(gunzipSync(packed).toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
