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

/** Opens the local table with its data in `dir`, locked for this process. Throws DataFolderError. */
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
 * Starts the server over the files in `path`, with the table. If a process was killed while it created the table, that
 * table never becomes active. It holds nothing, so it is created again.
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
