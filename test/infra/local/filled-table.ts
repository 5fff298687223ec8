import { newCheckpoint, withFinished } from '../../../domain/archive/archive-checkpoint.ts';
import type { UserId } from '../../../domain/ids.ts';
import { assessmentEntry, entryOf, lookupEntry, userEntry } from '../../../domain/sightings/entry.ts';
import { planAccount, planLastSeen, planWatch } from '../../../domain/table/plan-sightings.ts';
import { planAssessments, planLatestRun } from '../../../domain/table/plan-verdicts.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import type { Month } from '../../../domain/time.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import type { ArchiveCheckpoints } from '../../../infra/ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import {
  account,
  daysAgo,
  facts,
  iamUser,
  lastSeen as lastSeenFrom,
  now,
  question,
  region,
  sighting,
  user,
} from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const bucket = 'trail-bucket';
const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/';

export const bob = user('AIDABOB000000000001');

/** A table with a bit of everything that entries hold. */
export async function fill(table: LastSeenTable & ArchiveCheckpoints): Promise<void> {
  const accountId = account();
  const seen = (userId: UserId, ...all: Parameters<typeof sighting>) =>
    [entryOf({ kind: 'user', accountId, userId }), lastSeenFrom(sighting(...all))] as const;
  const fold = new Map([seen(user()), seen(bob, { userName: 'bob', at: daysAgo(200), credential: 'console' })]);
  const assessments = new Map(
    [iamUser({ userId: user() }), iamUser({ userId: bob, userName: 'bob' })].map((one) => [
      assessmentEntry(one),
      assess(facts({ user: one }), question),
    ]),
  );
  const run = { asOf: now, thresholdDays: 90, users: 2, coverage: { kind: 'none' } } as const;
  const watch = { lastRecord: now, lastProof: now, days: new Map([['2026-11' as Month, 0b101]]) };
  const stored = emptyAccount(accountId);
  const lookedUp = { from: daysAgo(90), to: now };
  for (const write of [
    ...planAccount(stored),
    ...planLastSeen(stored, fold),
    ...planWatch(accountId, region(), undefined, watch),
    ...planAssessments(stored, assessments),
    ...planLatestRun(stored, run),
    { kind: 'looked-up', accountId, entry: lookupEntry(userEntry(bob)), region: region(), lookedUp } as const,
  ]) {
    await table.apply(write);
  }
  const marks = new Set(Array.from({ length: 30_001 }, (_, index) => `${index}`.padStart(8, '0')));
  const finished = { finished: marks, accounts: [accountId], gaps: [] };
  await table.writeCheckpoint(bucket, withFinished(newCheckpoint(folder), finished));
}

/** All that a data folder's table answers. */
export async function dumpOf(data: string) {
  const table = await openEmbeddedTable(data, 'create');
  const states = await Promise.all(
    ['idle', 'active'].map((state) => table.assessmentsInState(account(), state as State)),
  );
  const answer = {
    accounts: await table.accounts(),
    stored: await table.readAccount(account()),
    states,
    checkpoints: await table.readCheckpoints(bucket, ''),
  };
  await table.close();
  return answer;
}

/** What a folder answers that was filled without any history. */
export async function dumpOfFilled() {
  const folder = temporaryFolder();
  const table = await openEmbeddedTable(folder, 'create');
  await fill(table).finally(() => table.close());
  return dumpOf(folder);
}
