/** Plans the writes of a run's verdicts. */

import { watchedSince } from '../coverage/coverage.ts';
import { isSameData } from '../same-data.ts';
import { type Entry, regionEntry, runEntry } from '../sightings/entry.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import type { StoredAccount } from './stored-account.ts';
import type { TableWrite } from './table-write.ts';

/**
 * The writes after which the table holds exactly these assessments. Only changed ones are written. Those of users who
 * are gone are removed, also where they cannot be read.
 */
export function planAssessments(
  { accountId, assessments: held, unreadableAssessments, run: heldRun }: StoredAccount,
  assessments: ReadonlyMap<Entry, Assessment>,
  run: Run,
): TableWrite[] {
  const changed = [...assessments].filter(([entry, assessment]) => !isSameData(held.get(entry), assessment));
  const gone = [...held.keys(), ...unreadableAssessments].filter((entry) => !assessments.has(entry));
  const writes: TableWrite[] = [
    ...changed.map(([entry, assessment]) => ({ kind: 'assessment' as const, accountId, entry, assessment })),
    ...gone.map((entry) => ({ kind: 'remove' as const, accountId, entry })),
  ];
  return isSameData(heldRun, run) ? writes : [...writes, { kind: 'run', accountId, entry: runEntry, run }];
}

/** The writes of the start of each Region's unbroken watch; none for a Region where the table holds the same. */
export function planWatchedSince({ accountId, watches }: StoredAccount, now: Instant): TableWrite[] {
  return [...watches].flatMap(([region, watch]): TableWrite[] => {
    const since = watchedSince(watch, now);
    return since === watch.since ? [] : [{ kind: 'watched-since', accountId, entry: regionEntry(region), since }];
  });
}
