import type { Question } from '../question.ts';
import { isSameData } from '../same-data.ts';
import { type Entry, runEntry } from '../sightings/entry.ts';
import { knownUsers, type StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { type Assessment, withSighting } from '../verdict/assessment.ts';
import { attributeSightings } from '../verdict/attribution.ts';
import type { Run } from '../verdict/run.ts';

/**
 * The writes that make the table's assessments those given: only those that changed, and the removal of users who are
 * gone. The run is the last of them.
 */
export function planAssessments(
  stored: StoredAccount,
  assessments: ReadonlyMap<Entry, Assessment>,
  run: Run,
): TableWrite[] {
  const { accountId } = stored;
  const changed = [...assessments].filter(
    ([entry, assessment]) => !isSameData(stored.assessments.get(entry), assessment),
  );
  const gone = [...stored.assessments.keys()].filter((entry) => !assessments.has(entry));
  const writes: TableWrite[] = [
    ...changed.map(([entry, assessment]) => ({ kind: 'assessment' as const, accountId, entry, assessment })),
    ...gone.map((entry) => ({ kind: 'remove' as const, accountId, entry })),
  ];
  return isSameData(stored.run, run) ? writes : [...writes, { kind: 'run', accountId, entry: runEntry, run }];
}

/**
 * The writes that correct assessments where logs came without an inventory. Nobody can be judged anew then; but an
 * assessment other than active is wrong where a fresh sighting of its user is known by now.
 */
export function planFresherAssessments(stored: StoredAccount, question: Question): TableWrite[] {
  const { accountId } = stored;
  const { own } = attributeSightings(stored.lastSeen, knownUsers(stored));
  return [...stored.assessments].flatMap(([entry, assessment]) => {
    const latest = own.get(assessment.user)?.lastSeen?.latest;
    const fresher = latest === undefined ? assessment : withSighting(assessment, latest, question);
    return fresher === assessment ? [] : [{ kind: 'assessment', accountId, entry, assessment: fresher }];
  });
}
