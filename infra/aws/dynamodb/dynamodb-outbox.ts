import { gunzipSync, gzipSync } from 'node:zlib';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PendingDigest } from '../../../domain/alerts/pending-digest.ts';
import { readPendingDigest, storedUsersOf } from '../../../domain/alerts/stored-digest.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { digestEntry, digestPartEntry } from '../../../domain/sightings/entry.ts';
import type { DigestOutbox } from '../../ports/digest-outbox.ts';
import { documentClientOf } from './document-client.ts';

/** Bytes of one part: an item takes 400 KB. The 5,000 users of an account fit into the first. */
const partBytes = 390_000;

interface Part {
  readonly entry: string;
  readonly users: Uint8Array;
}

/**
 * The unpublished digest as the entry `digest` of the account's partition. The users are compressed. Where they do not
 * fit into one item, further ones (`digest#000001`) hold the rest under the same id; they are written first.
 */
export function dynamodbOutbox(client: DynamoDBClient, TableName: string): DigestOutbox {
  const documents = documentClientOf(client);
  const at = (accountId: AccountId, entry: string = digestEntry) => ({ TableName, Key: { accountId, entry } });
  return {
    read: async (accountId) => {
      const { Item: item } = await documents.send(new GetCommand({ ...at(accountId), ConsistentRead: true }));
      if (item === undefined) return undefined;
      const keys = furtherEntries(item).map((entry) => at(accountId, entry));
      const further = await Promise.all(
        keys.map((key) => documents.send(new GetCommand({ ...key, ConsistentRead: true }))),
      );
      return readDigest(item, [item, ...further.map(({ Item }) => (Item?.['id'] === item['id'] ? Item : undefined))]);
    },
    put: async (accountId, { id, isFirst, users }) => {
      const [users0, ...further] = partsOf(users);
      for (const part of further) {
        await documents.send(new PutCommand({ TableName, Item: { accountId, ...part, id } }));
      }
      const parts = further.length === 0 ? {} : { parts: further.length };
      const head = { accountId, ...users0, id, isFirst, count: users.size, ...parts };
      await documents.send(new PutCommand({ TableName, Item: head }));
    },
    clear: async (accountId, id) => {
      const cleared = await clearHead(documents, at(accountId), id);
      for (const entry of furtherEntries(cleared)) await documents.send(new DeleteCommand(at(accountId, entry)));
    },
  };
}

/** What the head was; nothing where it is gone, or of another digest. */
async function clearHead(
  documents: DynamoDBDocumentClient,
  key: { readonly TableName: string; readonly Key: Record<string, string> },
  id: string,
): Promise<JsonObject> {
  const condition = { ConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': id } };
  try {
    const request = new DeleteCommand({ ...key, ...condition, ReturnValues: 'ALL_OLD' });
    return (await documents.send(request)).Attributes ?? {};
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return {};
  }
}

/** The entries behind the head, of which it tells the number. */
function furtherEntries({ parts }: JsonObject): string[] {
  return typeof parts === 'number' ? Array.from({ length: parts }, (_, index) => digestPartEntry(index + 1)) : [];
}

function partsOf(users: PendingDigest['users']): Part[] {
  const packed = gzipSync(JSON.stringify(storedUsersOf(users)));
  return Array.from({ length: Math.ceil(packed.length / partBytes) }, (_, index) => ({
    entry: index === 0 ? digestEntry : digestPartEntry(index),
    users: packed.subarray(index * partBytes, (index + 1) * partBytes),
  }));
}

/** Throws where the digest cannot be read: to go on without it could hide a change or report one twice. */
function readDigest(head: JsonObject, parts: readonly (JsonObject | undefined)[]): PendingDigest {
  const pending = readPendingDigest(head, unpack(parts.map((part) => part?.['users'])));
  if (pending !== undefined) return pending;
  const where = `the entry ${digestEntry} of account ${head['accountId']}`;
  throw new Error(
    `${where} cannot be read: another version wrote it, or it was changed; run that version, or delete it`,
  );
}

function unpack(parts: readonly unknown[]): unknown {
  const packed = parts.filter((part) => part instanceof Uint8Array);
  try {
    const isWhole = packed.length === parts.length;
    return isWhole ? JSON.parse(gunzipSync(Buffer.concat(packed)).toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
