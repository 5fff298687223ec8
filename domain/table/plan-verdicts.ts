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
 * The writes after which the table holds exactly these assessments, and beside them these recorded states. Only changed
 * ones are written. Those of users who are gone are removed, also where they cannot be read.
 */
export function planAssessments(
  { accountId, assessments: held, unreadableAssessments, recorded: heldRecorded }: StoredAccount,
  assessments: ReadonlyMap<Entry, Assessment>,
  recorded: StoredAccount['recorded'] = new Map(),
): TableWrite[] {
  const changed = [...assessments].filter(
    ([entry, assessment]) =>
      !isSameData(held.get(entry), assessment) || !isSameData(heldRecorded.get(entry), recorded.get(entry)),
  );
  const gone = [...held.keys(), ...unreadableAssessments].filter((entry) => !assessments.has(entry));
  return [
    ...changed.map(([entry, assessment]): TableWrite => {
      const write = { kind: 'assessment' as const, accountId, entry, assessment };
      return recorded.has(entry) ? { ...write, recorded: recorded.get(entry) } : write;
    }),
    ...gone.map((entry) => ({ kind: 'remove' as const, accountId, entry })),
  ];
}

/** The write of the latest run; none where the table holds the same. */
export function planLatestRun({ accountId, run: held }: StoredAccount, run: Run): TableWrite[] {
  return isSameData(held, run) ? [] : [{ kind: 'run', accountId, entry: runEntry, run }];
}

/** The writes of the start of each Region's unbroken watch; none for a Region where the table holds the same. */
export function planWatchedSince({ accountId, watches }: StoredAccount, now: Instant): TableWrite[] {
  return [...watches].flatMap(([region, watch]): TableWrite[] => {
    const since = watchedSince(watch, now);
    return since === watch.since ? [] : [{ kind: 'watched-since', accountId, entry: regionEntry(region), since }];
  });
}
