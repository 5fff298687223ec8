import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { dynamodbCheckpoints } from '../../infra/aws/dynamodb/dynamodb-checkpoints.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { stateIndex } from '../../infra/aws/dynamodb/table-definition.ts';
import type { DataFolderMode } from '../../infra/local/data-folder.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import type { ArchiveCheckpoints } from '../../infra/ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';

export interface TableOptions {
  readonly data: string;
  readonly table?: string;
  readonly endpoint?: string;
}

/** The table, and what it remembers of archives. */
export type OpenTable = LastSeenTable & ArchiveCheckpoints;

/**
 * Opens the embedded table, or the one in DynamoDB that `--table` names. Throws InputError where it is not a table of
 * Lastseen.
 */
export async function openTable({ data, table, endpoint }: TableOptions, mode: DataFolderMode): Promise<OpenTable> {
  if (table === undefined && endpoint !== undefined) throw new InputError('--endpoint needs --table NAME beside it');
  return table === undefined ? openEmbeddedTable(data, mode) : openRealTable(table, endpoint);
}

async function openRealTable(tableName: string, endpoint: string | undefined): Promise<OpenTable> {
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new InputError(`--endpoint ${endpoint}: give a URL, like http://127.0.0.1:8000`);
  }
  const client = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const where = endpoint ?? 'this account and Region';
    throw new InputError(
      `table ${tableName} does not exist at ${where}; make it by infra/README.md, "A table in DynamoDB"`,
    );
  });
  const keys = Table?.KeySchema?.map(({ AttributeName }) => AttributeName).join();
  const isOurs =
    keys === 'accountId,entry' && Table?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === stateIndex);
  if (!isOurs)
    throw new InputError(
      `table ${tableName} has other keys than Lastseen's; infra/README.md, "A table in DynamoDB", shows the right ones`,
    );
  return { ...dynamodbTable(client, tableName), ...dynamodbCheckpoints(client, tableName) };
}
