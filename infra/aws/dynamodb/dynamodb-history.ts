import { type DynamoDBDocumentClient, GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { readHead } from '../../../domain/history/stored-history.ts';
import { changesFrom, countsFrom, historyEntry } from '../../../domain/sightings/entry.ts';
import type { LastSeenTable } from '../../ports/last-seen-table.ts';
import { queriesOf } from './dynamodb-queries.ts';
import { changesOf, dailyCountsOf, headPut } from './history-item.ts';
import { isRefusal } from './independent-write.ts';

/** The parts of the table that read the history, and its head. */
export type HistoryTable = Pick<LastSeenTable, 'replaceHistory' | 'changes' | 'dailyCounts' | 'readHistory'>;

/** The history in DynamoDB. */
export function dynamodbHistory(documents: DynamoDBDocumentClient, TableName: string): HistoryTable {
  const { inRange } = queriesOf(documents, TableName);
  return {
    replaceHistory: (accountId, before, head) => putIf(documents, TableName, headPut(accountId, before, head)),
    changes: async (accountId, from) => changesOf(await inRange(accountId, changesFrom(from))),
    dailyCounts: async (accountId, from) => dailyCountsOf(await inRange(accountId, countsFrom(from))),
    readHistory: async (accountId) => {
      const Key = { accountId, entry: historyEntry };
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && readHead(Item);
    },
  };
}

/** Puts an item under a condition. False where the condition did not hold. */
export async function putIf(
  documents: DynamoDBDocumentClient,
  TableName: string,
  request: Omit<PutCommandInput, 'TableName'>,
): Promise<boolean> {
  try {
    await documents.send(new PutCommand({ TableName, ...request }));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
