import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { parseTime } from '../../../domain/time.ts';
import type { LatestRun } from '../../ports/latest-run.ts';
import { documentClientOf } from './document-client.ts';

/** The key of an entry in the table. A function that may write to one partition alone has a partition of its own. */
export interface EntryKey {
  readonly accountId: string;
  readonly entry: string;
}

/**
 * Where the latest run is remembered whose page is in this bucket. A new bucket, and the bucket of another stack with
 * the same table, gets its page at once.
 */
export const pageRunKey =
  (bucket: string) =>
  (accountId: AccountId): EntryKey => ({ accountId: `page#${accountId}`, entry: `run#${bucket}` });

/** The latest run in the same table, as the attribute `asOf` of one entry for each account. */
export function dynamodbLatestRun(
  client: DynamoDBClient,
  TableName: string,
  keyOf: (accountId: AccountId) => EntryKey,
): LatestRun {
  const documents = documentClientOf(client);
  return {
    readLatestRun: async (accountId) => {
      const request = { TableName, Key: keyOf(accountId), ConsistentRead: true };
      return parseTime((await documents.send(new GetCommand(request))).Item?.['asOf']);
    },
    putLatestRun: async (accountId, asOf) => {
      await documents.send(new PutCommand({ TableName, Item: { ...keyOf(accountId), asOf } }));
    },
  };
}
