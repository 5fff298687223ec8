import type { AccountId } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { unreadableWords } from '../../domain/table/stored-account.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { isUnused, type State, states } from '../../domain/verdict/state.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { compareUsers, type UserReport, userReport } from '../report/user-report.ts';

/** The verdicts of the accounts' latest scans, as `lastseen list --format json` prints them. */
export interface ListReport {
  readonly accounts: readonly ({ readonly accountId: AccountId } & Pick<Run, 'asOf' | 'thresholdDays'>)[];
  /** Accounts with sightings but without any inventory. */
  readonly unjudged: readonly AccountId[];
  readonly users: readonly UserReport[];
  /** Of these users. */
  readonly counts: Counts;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** Lists verdicts from the table alone, each as of its account's latest scan. One query for each state and account. */
export async function listAssessments(
  table: LastSeenTable,
  { account, state, idleForDays = 0 }: Pick<Settings, 'account' | 'state' | 'idleForDays'>,
): Promise<ListReport> {
  const accounts: ListReport['accounts'][number][] = [];
  const unjudged: AccountId[] = [];
  const found: { readonly assessment: Assessment; readonly report: UserReport }[] = [];
  const missing: string[] = [];
  for (const accountId of account === undefined ? await table.accounts() : [account]) {
    const run = await table.readRun(accountId);
    if (run === undefined) {
      unjudged.push(accountId);
      continue;
    }
    accounts.push({ accountId, asOf: run.asOf, thresholdDays: run.thresholdDays });
    let unread = 0;
    for (const wanted of statesOf(state)) {
      const { assessments, unreadable } = await table.assessmentsInState(accountId, wanted);
      for (const assessment of assessments) found.push({ assessment, report: userReport(assessment, run) });
      unread += unreadable;
    }
    missing.push(...unreadableWords(accountId, unread));
  }
  const matching = found.filter(({ report }) => (report.idleDays ?? 0) >= idleForDays);
  const users = matching.map(({ report }) => report).sort(compareUsers);
  const counts = countAssessments(matching.map(({ assessment }) => assessment));
  return { accounts, unjudged, users, counts, missing };
}

function statesOf(state: Settings['state']): readonly State[] {
  if (state === undefined) return states;
  return state === 'unused' ? states.filter(isUnused) : [state];
}
