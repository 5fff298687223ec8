import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTableCommand, type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { dynamodbCheckpoints } from '../aws/dynamodb/dynamodb-checkpoints.ts';
import { dynamodbTable } from '../aws/dynamodb/dynamodb-table.ts';
import type { ArchiveCheckpoints } from '../ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../ports/last-seen-table.ts';
import { type DataFolderMode, lockDataFolder } from './data-folder.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from './embedded-dynamodb.ts';

const tableName = 'lastseen';

/** The table of this machine, its data in `dir`, for this process alone. Throws DataFolderError. */
export async function openEmbeddedTable(
  dir: string,
  mode: DataFolderMode,
): Promise<LastSeenTable & ArchiveCheckpoints> {
  const unlock = await lockDataFolder(dir, mode);
  try {
    const { client, stop } = await startWithTable(join(dir, 'table'));
    const table = dynamodbTable(client, tableName);
    return { ...table, ...dynamodbCheckpoints(client, tableName), close: () => stop().then(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * The server over the files in `path`, with the table. A process that was killed while it made the table left one that
 * never becomes active; nothing was written to it yet, so it is made anew.
 */
async function startWithTable(path: string): Promise<EmbeddedDynamodb> {
  const server = await startEmbeddedDynamodb(path);
  const status = await statusOf(server.client);
  if (status === 'CREATING') {
    await server.stop();
    await rm(path, { recursive: true });
    return startWithTable(path);
  }
  if (status === undefined) await ensureTable(server.client, tableName);
  return server;
}

async function statusOf(client: DynamoDBClient): Promise<string | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
