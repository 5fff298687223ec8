import { join } from 'node:path';
import { dynamodbTable } from '../aws/dynamodb-table.ts';
import type { LastSeenTable } from '../last-seen-table.ts';
import { type DataFolderMode, lockDataFolder } from './data-folder.ts';
import { ensureTable, startEmbeddedDynamodb } from './embedded-dynamodb.ts';

const tableName = 'lastseen';

/** The table of this machine, its data in `dir`, for this process alone. Throws DataFolderError. */
export async function openEmbeddedTable(dir: string, mode: DataFolderMode): Promise<LastSeenTable> {
  const unlock = await lockDataFolder(dir, mode);
  try {
    const { client, stop } = await startEmbeddedDynamodb(join(dir, 'table'));
    await ensureTable(client, tableName);
    const table = dynamodbTable(client, tableName);
    return { ...table, close: () => stop().then(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}
