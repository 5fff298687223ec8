/** How fast a backfill writes one account: twenty sandboxes, the real flow, a server with DynamoDB's protocol. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { pacedTable } from '../../../handlers/archive/paced-table.ts';
import { dynamodbSightings } from '../../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { fileOf, quartersAnHour } from '../organization/organization-files.ts';
import { contextOf } from '../organization/simulate.ts';
import { mostInASecond, type WriteTimes, writeTimesOf } from './write-times.ts';

/** `BackfillConcurrency` by default. */
const sandboxes = 20;
const daysEach = 1;
const organization = { accounts: 1, users: 500, hours: 24, seed: 5 };
const quartersADay = 24 * quartersAnHour;

const startMs = performance.now();
const { client, endpoint, stop } = await startEmbeddedDynamodb();
await ensureTable(client, 'pace');

/** One sandbox reads day after day of the account, as a batch each, and writes every sighting. */
async function backfill(sandbox: number): Promise<WriteTimes> {
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const own = new DynamoDBClient({ endpoint, region: 'local', credentials });
  const times = writeTimesOf(own);
  const files = new Map<string, Uint8Array>();
  const table = pacedTable(dynamodbSightings(own, 'pace'));
  const settings = { resolutionMinutes: 0, thresholdDays: 90 };
  for (let day = 0; day < daysEach; day++) {
    const context = { ...contextOf(table, files), settings };
    const first = (sandbox * daysEach + day) * quartersADay;
    const batch = Array.from({ length: quartersADay }, (_, quarter) => fileOf(organization, 0, first + quarter));
    for (const { object, bytes } of batch) files.set(object.key, bytes);
    const { outcomes } = await ingestArchive(
      batch.map(({ object }) => object),
      context,
    );
    if (outcomes.some(({ kind }) => kind !== 'read')) throw new Error('a file was not read');
    files.clear();
  }
  own.destroy();
  const seconds = Math.round((performance.now() - startMs) / 1000);
  process.stderr.write(`${seconds} s: sandbox ${sandbox + 1} of ${sandboxes} made ${times.atMs.length} writes\n`);
  return times;
}

const all = await Promise.all(Array.from({ length: sandboxes }, (_, sandbox) => backfill(sandbox)));
const seconds = (performance.now() - startMs) / 1000;
await stop();
const writes = all.flatMap(({ atMs }) => atMs);
const figures = {
  sandboxes,
  users: organization.users,
  daysEach,
  writes: writes.length,
  seconds,
  writesASecond: writes.length / seconds,
  mostInASecond: mostInASecond(writes),
  mostOfASandboxInASecond: Math.max(...all.map(({ atMs }) => mostInASecond(atMs))),
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
