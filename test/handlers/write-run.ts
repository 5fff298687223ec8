import type { AccountId } from '../../domain/ids.ts';
import { assessmentEntry } from '../../domain/sightings/entry.ts';
import { planAccount } from '../../domain/table/plan-sightings.ts';
import { planAssessments, planLatestRun } from '../../domain/table/plan-verdicts.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** Leaves the table as a daily run does that judged these users and no others. */
export async function writeRun(
  table: LastSeenTable,
  { accountId, ...run }: Omit<Run, 'users'> & { readonly accountId: AccountId },
  people: readonly Assessment[],
): Promise<void> {
  const assessments = new Map(people.map((one) => [assessmentEntry(one.user), one]));
  const stored = await table.readAccount(accountId);
  const gone = [...stored.assessments.keys()].filter((entry) => !assessments.has(entry));
  for (const entry of gone) await table.apply({ kind: 'remove', accountId, entry });
  const latest = planLatestRun(stored, { ...run, users: people.length });
  for (const write of [...planAccount(stored), ...planAssessments(stored, assessments), ...latest])
    await table.apply(write);
}
