import { watchedSince } from '../coverage/coverage.ts';
import { isSameData } from '../same-data.ts';
import { type Entry, regionEntry, runEntry } from '../sightings/entry.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import type { StoredAccount } from './stored-account.ts';
import type { TableWrite } from './table-write.ts';

/**
 * The writes that make the table's assessments those given: changed ones only, and none left of a user who is gone, be
 * it one that cannot be read.
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

/** The writes that say since when each Region is watched without a break, where that is not what the table says. */
export function planWatchedSince({ accountId, watches }: StoredAccount, now: Instant): TableWrite[] {
  return [...watches].flatMap(([region, watch]): TableWrite[] => {
    const since = watchedSince(watch, now);
    return since === watch.since ? [] : [{ kind: 'watched-since', accountId, entry: regionEntry(region), since }];
  });
}
