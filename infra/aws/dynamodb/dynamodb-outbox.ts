import { gunzipSync, gzipSync } from 'node:zlib';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ChangeKind } from '../../../domain/alerts/changes.ts';
import type { PendingDigest, PendingUser } from '../../../domain/alerts/pending-digest.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { digestEntry, type Entry, parseEntry } from '../../../domain/sightings/entry.ts';
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
      if (item === undefined) return undefined;
      return { id: item['id'], isFirst: item['isFirst'], users: unpack(item['users']) };
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

type Users = PendingDigest['users'];

/** The stored form. Its field names must not change. */
type StoredPair = [
  string,
  { readonly beliefs: PendingUser['possiblyPublished']; readonly change?: ChangeKind | undefined },
];

function pack(users: Users): Uint8Array {
  const pairs = [...users].map(([entry, { possiblyPublished, change }]): StoredPair => {
    return [entry, { beliefs: possiblyPublished, change }];
  });
  return gzipSync(JSON.stringify(pairs));
}

function unpack(packed: Uint8Array): Users {
  const pairs: StoredPair[] = JSON.parse(gunzipSync(packed).toString('utf8'));
  const users = new Map<Entry, PendingUser>();
  for (const [text, { beliefs, change }] of pairs) {
    const entry = parseEntry(text);
    if (entry !== undefined) users.set(entry, { possiblyPublished: beliefs, change });
  }
  return users;
}
