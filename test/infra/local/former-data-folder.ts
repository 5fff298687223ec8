import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dynamodbCheckpoints } from '../../../infra/aws/dynamodb/dynamodb-checkpoints.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import type { ArchiveCheckpoints } from '../../../infra/ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';

/** Makes a data folder as format 1 had it, with what `fill` writes: the files of an embedded DynamoDB server. */
export async function writeFormerFolder(
  dir: string,
  fill: (table: LastSeenTable & ArchiveCheckpoints) => Promise<void>,
): Promise<void> {
  await mkdir(join(dir, 'lock'), { recursive: true });
  await writeFile(join(dir, 'lastseen.json'), '{"format":1}\n');
  const { client, stop } = await startEmbeddedDynamodb(join(dir, 'table'));
  try {
    await ensureTable(client, 'lastseen');
    await fill({ ...dynamodbTable(client, 'lastseen'), ...dynamodbCheckpoints(client, 'lastseen') });
  } finally {
    await stop();
  }
}
