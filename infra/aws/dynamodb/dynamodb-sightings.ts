import { type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { daysOfBits } from '../../../domain/day-set.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { accountEntry, type Entry } from '../../../domain/sightings/entry.ts';
import type { IndependentWrite, SightingWrite } from '../../../domain/table/table-write.ts';
import type { PendingAwakening, PendingAwakenings, SightingTable, StoredEntry } from '../../ports/sighting-table.ts';
import { documentClientOf } from './document-client.ts';
import { awakeningsAttribute, daysAttribute, type Item, lastSeenOf } from './sighting-item.ts';
import { creationOf, notDormantConditions, unchangedConditions, updateOf } from './sighting-update.ts';
import { registry } from './table-definition.ts';
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

/**
 * Makes a write that takes one request, whatever the table holds. Losing against something later is a success. Returns
 * how many requests that took.
 */
export async function applyIndependent(
  documents: DynamoDBDocumentClient,
  tableName: string,
  write: IndependentWrite,
): Promise<number> {
  const update = async (entry: Entry, expression: string, values: Item, condition?: string) => {
    const Key = { accountId: write.accountId, entry };
    const request = { TableName: tableName, Key, UpdateExpression: expression, ExpressionAttributeValues: values };
    const command = new UpdateCommand(condition ? { ...request, ConditionExpression: condition } : request);
    await documents.send(command).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  };
  switch (write.kind) {
    case 'days':
      await update(write.entry, 'ADD days :d', { ':d': new Set(daysOfBits(write.bits)) });
      return 1;
    case 'proof': {
      const sets = { hours: write.hours, selectorHours: write.selectorHours, lostHours: write.lostHours ?? [] };
      const given = Object.entries(sets).filter(([, hours]) => hours.length > 0);
      if (given.length === 0) return 0;
      const values = Object.fromEntries(given.map(([name, hours]) => [`:${name}`, new Set(hours)]));
      await update(write.entry, `ADD ${given.map(([name]) => `${name} :${name}`).join(', ')}`, values);
      return 1;
    }
    case 'watch': {
      const isLater = `attribute_not_exists(${write.what}) OR ${write.what} < :t`;
      await update(write.entry, `SET ${write.what} = :t`, { ':t': write.at }, isLater);
      return 1;
    }
    case 'shelter': {
      const { entry, shelter } = write;
      const isLater = 'attribute_not_exists(setAt) OR setAt < :t';
      await update(entry, 'SET shelter = :s, setAt = :t', { ':s': shelter, ':t': shelter.at }, isLater);
      return 1;
    }
    case 'creator': {
      const { accountId, entry, creator } = write;
      await documents.send(new PutCommand({ TableName: tableName, Item: { accountId, entry, creator } }));
      return 1;
    }
    case 'account':
      await documents.send(
        new PutCommand({ TableName: tableName, Item: { accountId: registry, entry: accountEntry(write.accountId) } }),
      );
      return 1;
    default:
      return write satisfies never;
  }
}

/** Whether the condition of a write did not hold. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}
