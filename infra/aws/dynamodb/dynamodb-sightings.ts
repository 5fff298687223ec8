import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { SightingWrite } from '../../../domain/table/table-write.ts';
import type { AwakeningMark, Marks, SightingTable, StoredEntry } from '../../ports/sighting-table.ts';
import { documentClientOf } from './document-client.ts';
import { awakeConditions, marksAttribute, unchangedConditions } from './guarded-update.ts';
import { isRefusal, plainWrite } from './plain-write.ts';
import { creationOf, updateOf } from './sighting-update.ts';
import { type Item, storedAccountOf } from './table-item.ts';
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
    apply: (write) => plainWrite(documents, tableName, write),
    writeAwake: async (write, asleepSince) => {
      const parameters = updateOf(write, (guard) => awakeConditions(guard, write, asleepSince));
      const item = await update(write.accountId, write.entry, parameters);
      return item && storedEntryOf(write.accountId, write.entry, item)?.lastSeen;
    },
    readEntry: async (accountId, entry) => {
      const Key = { accountId, entry };
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item && storedEntryOf(accountId, entry, Item);
    },
    writeOver: async (before, write, marks) => {
      const item = await update(write.accountId, write.entry, overwriteOf(before, write, marks));
      return item !== undefined;
    },
    clearMark: async (accountId, entry, id) => {
      await update(accountId, entry, {
        UpdateExpression: 'REMOVE #marks.#id',
        ConditionExpression: 'attribute_exists(#marks.#id)',
        ExpressionAttributeNames: { '#marks': marksAttribute, '#id': id },
      });
    },
  };
}

function overwriteOf(before: StoredEntry | undefined, write: SightingWrite, marks: Marks) {
  const mark = (update: UpdateExpression) => {
    if (marks.size > 0) update.set(update.path(marksAttribute), Object.fromEntries(marks));
    return before === undefined ? [] : unchangedConditions(update, before);
  };
  return before === undefined ? creationOf(write, mark) : updateOf(write, mark);
}

function storedEntryOf(accountId: AccountId, entry: Entry, item: Item): StoredEntry | undefined {
  const lastSeen = storedAccountOf(accountId, true, [item]).lastSeen.get(entry);
  const marks = item[marksAttribute] as { readonly [id: string]: AwakeningMark } | undefined;
  return lastSeen && { lastSeen, marks: new Map(Object.entries(marks ?? {})) };
}
