import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { daysOfBits } from '../../../domain/day-set.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { SightingWrite } from '../../../domain/table/table-write.ts';
import type { PendingAwakening, PendingAwakenings, SightingTable, StoredEntry } from '../../ports/sighting-table.ts';
import { documentClientOf } from './document-client.ts';
import { applyIndependent, isRefusal } from './independent-write.ts';
import { awakeningsAttribute, daysAttribute, type Item, lastSeenOf } from './sighting-item.ts';
import { creationOf, notDormantConditions, unchangedConditions, updateOf } from './sighting-update.ts';
import type { UpdateExpression } from './update-expression.ts';
import { watchOf } from './watch-item.ts';

type Parameters = Omit<UpdateCommandInput, 'TableName' | 'Key'>;

/** The table as ingest uses it, in DynamoDB or in a server with its protocol. */
export function dynamodbSightings(client: DynamoDBClient, tableName: string): SightingTable {
  const documents = documentClientOf(client);

  /** Returns the entry before the update; undefined where the condition did not hold. */
  const update = async (accountId: AccountId, entry: Entry, parameters: Parameters) => {
    const Key = { accountId, entry };
    const command = new UpdateCommand({ TableName: tableName, Key, ...parameters, ReturnValues: 'ALL_OLD' });
    try {
      return (await documents.send(command)).Attributes ?? {};
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  };

  const get = async (Key: Item, ConsistentRead: boolean): Promise<Item | undefined> =>
    (await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead }))).Item;

  return {
    apply: (write) => applyIndependent(documents, tableName, write),
    writeUnlessDormant: async (write, dormantSince) => {
      const parameters = updateOf(write, (guard) => notDormantConditions(guard, write, dormantSince));
      const item = await update(write.accountId, write.entry, parameters);
      return item && lastSeenOf(item);
    },
    readEventually: async (accountId, entry) => storedEntryOf(await get({ accountId, entry }, false)),
    readWatchEventually: async (accountId, entry) => {
      const item = await get({ accountId, entry }, false);
      return item && watchOf(item);
    },
    readEntry: async (accountId, entry) => storedEntryOf(await get({ accountId, entry }, true)),
    writeIfUnchanged: async (before, write, pendingAwakenings) => {
      const item = await update(write.accountId, write.entry, overwriteOf(before, write, pendingAwakenings));
      return item !== undefined;
    },
    removeDays: async (accountId, entry, month, bits) => {
      await update(accountId, entry, {
        UpdateExpression: 'REMOVE #days',
        ConditionExpression: '#days = :days',
        ExpressionAttributeNames: { '#days': daysAttribute(month) },
        ExpressionAttributeValues: { ':days': new Set(daysOfBits(bits)) },
      });
    },
    clearPendingAwakening: async (accountId, entry, id) => {
      await update(accountId, entry, {
        UpdateExpression: 'REMOVE #awakenings.#id',
        ConditionExpression: 'attribute_exists(#awakenings.#id)',
        ExpressionAttributeNames: { '#awakenings': awakeningsAttribute, '#id': id },
      });
    },
  };
}

function overwriteOf(before: StoredEntry | undefined, write: SightingWrite, pending: PendingAwakenings) {
  const guard = (update: UpdateExpression) => {
    if (pending.size > 0) update.set(update.path(awakeningsAttribute), storedAwakenings(pending));
    return before === undefined ? [] : unchangedConditions(update, before);
  };
  return before === undefined ? creationOf(write, guard) : updateOf(write, guard);
}

function storedEntryOf(item: Item | undefined): StoredEntry | undefined {
  if (item === undefined) return undefined;
  const stored = item[awakeningsAttribute] as StoredAwakenings | undefined;
  return { lastSeen: lastSeenOf(item), pendingAwakenings: pendingAwakeningsOf(stored ?? {}) };
}

/** The stored form. Its field names must not change. */
interface StoredAwakenings {
  readonly [id: string]: Omit<PendingAwakening, 'deliveryId'> & { readonly owner: string };
}

function storedAwakenings(pending: PendingAwakenings): StoredAwakenings {
  return Object.fromEntries([...pending].map(([id, { deliveryId: owner, ...rest }]) => [id, { owner, ...rest }]));
}

function pendingAwakeningsOf(stored: StoredAwakenings): PendingAwakenings {
  return new Map(Object.entries(stored).map(([id, { owner: deliveryId, ...rest }]) => [id, { deliveryId, ...rest }]));
}
