import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { SightingWrite } from '../../../domain/table/table-write.ts';
import type { PendingAwakening, PendingAwakenings, SightingTable, StoredEntry } from '../../ports/sighting-table.ts';
import { documentClientOf } from './document-client.ts';
import { creationOf, updateOf } from './sighting-update.ts';
import { type Item, storedAccountOf } from './table-item.ts';
import { isRefusal, unconditionalWrite } from './unconditional-write.ts';
import { awakeningsAttribute, notDormantConditions, unchangedConditions } from './update-conditions.ts';
import type { UpdateExpression } from './update-expression.ts';

type Parameters = Omit<UpdateCommandInput, 'TableName' | 'Key'>;

/** Ingest's side of the table in DynamoDB, or in anything that speaks its protocol. */
export function dynamodbSightings(client: DynamoDBClient, tableName: string): SightingTable {
  const documents = documentClientOf(client);

  /** The entry before the update; undefined where its condition did not hold. */
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

  return {
    apply: (write) => unconditionalWrite(documents, tableName, write),
    writeUnlessDormant: async (write, dormantSince) => {
      const parameters = updateOf(write, (guard) => notDormantConditions(guard, write, dormantSince));
      const item = await update(write.accountId, write.entry, parameters);
      return item && storedEntryOf(write.accountId, write.entry, item)?.lastSeen;
    },
    readEntry: async (accountId, entry) => {
      const Key = { accountId, entry };
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && storedEntryOf(accountId, entry, Item);
    },
    writeIfUnchanged: async (before, write, pendingAwakenings) => {
      const item = await update(write.accountId, write.entry, overwriteOf(before, write, pendingAwakenings));
      return item !== undefined;
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

function storedEntryOf(accountId: AccountId, entry: Entry, item: Item): StoredEntry | undefined {
  const lastSeen = storedAccountOf(accountId, true, [item]).lastSeen.get(entry);
  const stored = item[awakeningsAttribute] as StoredAwakenings | undefined;
  return lastSeen && { lastSeen, pendingAwakenings: pendingAwakeningsOf(stored ?? {}) };
}

/** As it is stored; the names of its fields stay. */
interface StoredAwakenings {
  readonly [id: string]: Omit<PendingAwakening, 'deliveryId'> & { readonly owner: string };
}

function storedAwakenings(pending: PendingAwakenings): StoredAwakenings {
  return Object.fromEntries([...pending].map(([id, { deliveryId: owner, ...rest }]) => [id, { owner, ...rest }]));
}

function pendingAwakeningsOf(stored: StoredAwakenings): PendingAwakenings {
  return new Map(Object.entries(stored).map(([id, { owner: deliveryId, ...rest }]) => [id, { deliveryId, ...rest }]));
}
