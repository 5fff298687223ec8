/** The memory of the bundled ingest-archive that remembers 60,000 users of 1,000 accounts, as a process by itself. */

import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { startObjectServer } from '../../fakes/object-server.ts';
import { startFunction } from '../organization/function-process.ts';
import { fileOf, type Organization, quartersAnHour } from '../organization/organization-files.ts';

const organization: Organization = { accounts: 1000, users: 60_000, hours: 24, seed: 7 };
/** Every user works in one of these, and calls in three of four quarters. */
const quarters = [0, 8, 16].flatMap((hour) => [0, 1, 2].map((quarter) => hour * quartersAnHour + quarter));

const [s3, dynamodb] = [await startObjectServer(), await startEmbeddedDynamodb()];
await ensureTable(dynamodb.client, 'function');
const ingestArchive = await startFunction({
  AWS_ENDPOINT_URL_S3: s3.endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
});
const users = new Set<number>();
const megabytes: number[] = [];
for (const quarter of quarters) {
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
}
await ingestArchive.stop();
await Promise.all([s3.stop(), dynamodb.stop()]);
process.stdout.write(`${JSON.stringify({ users: users.size, most: Math.max(...megabytes), megabytes }, null, 2)}\n`);
