import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { newIngestMemory, remember } from '../../../handlers/ingest/ingest-memory.ts';
import { daysAgo, lastSeen, sighting } from '../../domain/builders.ts';
import { manyAccountsTable } from './many-accounts-table.ts';
import { fileOf, type Organization } from './organization-files.ts';
import { contextOf } from './simulate.ts';

/** Milliseconds of processor that ingest-archive takes for a file of about 57 records, in batches of a thousand. */
export async function cpuMsAFile(files = 4_000): Promise<number> {
  const organization: Organization = { accounts: 1000, users: 53_000, hours: 24, seed: 3 };
  const { table } = manyAccountsTable();
  let cpuMs = 0;
  const held = new Map<string, Uint8Array>();
  const context = contextOf(table, held);
  for (let quarter = 0; quarter < files / 1000; quarter++) {
    const batch = Array.from({ length: 1000 }, (_, account) => fileOf(organization, account, quarter));
    held.clear();
    for (const { object, bytes } of batch) held.set(object.key, bytes);
    const before = process.cpuUsage();
    await ingestArchive(
      batch.map(({ object }) => object),
      context,
    );
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
  }
  return cpuMs / files;
}

/** Megabytes of the memory of one sandbox that remembers so many users, each with a sighting that waits. */
export function megabytesOf(subjects: number): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const memory = newIngestMemory(subjects);
  for (let user = 0; user < subjects; user++) {
    const arn = `arn:aws:iam::111122223333:user/people/user-${user}`;
    const seen = (at: number) => lastSeen(sighting({ at: daysAgo(1, at), userName: `user-${user}`, arn }));
    remember(memory, `111122223333 user#AIDA${`${user}`.padStart(16, '0')}`, seen(0), seen(60));
  }
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  if (memory.subjects.size !== subjects) throw new Error('some users were forgotten');
  return bytes / 1e6;
}
