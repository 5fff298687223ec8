import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { type Instant, parseTime } from '../../../domain/time.ts';
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

/** A moment that an entry of the table remembers, with further attributes. */
export interface RememberedRun {
  readonly asOf: Instant;
  readonly [attribute: string]: unknown;
}

/** One entry for each account that remembers a moment; undefined where there is none. */
export function rememberedRuns(client: DynamoDBClient, TableName: string, keyOf: (accountId: AccountId) => EntryKey) {
  const documents = documentClientOf(client);
  return {
    read: async (accountId: AccountId): Promise<RememberedRun | undefined> => {
      const request = { TableName, Key: keyOf(accountId), ConsistentRead: true };
      const { Item: item } = await documents.send(new GetCommand(request));
      const asOf = parseTime(item?.['asOf']);
      return asOf === undefined ? undefined : { ...item, asOf };
    },
    put: async (accountId: AccountId, run: RememberedRun): Promise<void> => {
      await documents.send(new PutCommand({ TableName, Item: { ...keyOf(accountId), ...run } }));
    },
  };
}

/** The latest run in the same table. */
export function dynamodbLatestRun(...given: Parameters<typeof rememberedRuns>): LatestRun {
  const runs = rememberedRuns(...given);
  return {
    readLatestRun: async (accountId) => (await runs.read(accountId))?.asOf,
    putLatestRun: (accountId, asOf) => runs.put(accountId, { asOf }),
  };
}
