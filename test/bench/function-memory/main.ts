/** The memory of the bundled ingest-archive that remembers 60,000 users of 1,000 accounts, as a process by itself. */

import { startObjectServer } from '../../fakes/object-server.ts';
import { startFunction } from '../organization/function-process.ts';
import { fileOf, type Organization, quartersAnHour } from '../organization/organization-files.ts';
import { startAcceptingTable } from './accepting-table.ts';

const organization: Organization = { accounts: 1000, users: 60_000, hours: 24, seed: 7 };
/** Every user works in one of these, and calls in three of four quarters. */
const quarters = [0, 8, 16].flatMap((hour) => [0, 1, 2].map((quarter) => hour * quartersAnHour + quarter));

const startMs = performance.now();
const [s3, table] = [await startObjectServer(), await startAcceptingTable()];
const ingestArchive = await startFunction({
  AWS_ENDPOINT_URL_S3: s3.endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
});
const users = new Set<number>();
const megabytes: number[] = [];
for (const [index, quarter] of quarters.entries()) {
  const batch = Array.from({ length: organization.accounts }, (_, account) => fileOf(organization, account, quarter));
  s3.objects.clear();
  for (const { object, bytes, callers } of batch) {
    s3.objects.set(`${object.bucket}/${object.key}`, bytes);
    for (const caller of callers) users.add(caller);
  }
  await ingestArchive.invoke(
    '2026-10-30T23:59:00Z',
    'trail',
    batch.map(({ object }) => object.key),
  );
  megabytes.push(ingestArchive.megabytes());
  const seconds = Math.round((performance.now() - startMs) / 1000);
  const { reads, writes } = table.use();
  const done = `batch ${index + 1} of ${quarters.length}, ${users.size} users, ${Math.round(megabytes.at(-1) ?? 0)} MB`;
  process.stderr.write(`${seconds} s: ${done}, ${writes} writes, ${reads} reads\n`);
}
await ingestArchive.stop();
await Promise.all([s3.stop(), table.stop()]);
const figures = { users: users.size, most: Math.max(...megabytes), megabytes, ...table.use() };
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
