import type { ListedAccount } from '../../domain/inventory/account-list.ts';
import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import { namesOf } from '../report/many-accounts.ts';
import type { NamedAccount } from '../report/report-column.ts';
import { type UserReport, userReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts of the accounts' latest scans, as `lastseen list --format json` prints them. */
export interface ListReport extends Omit<Verdicts, 'found' | 'accounts'> {
  /** Of several accounts, each with the counts of its users that are shown. */
  readonly accounts: readonly (Verdicts['accounts'][number] & NamedAccount & { readonly counts?: Counts })[];
  readonly users: readonly UserReport[];
  /** Of these users. */
  readonly counts: Counts;
  /** How many users match; `users` has fewer where there is a limit. */
  readonly matching: number;
}

/** The users that a selection shows, each as of its account's latest scan. */
export function listAssessments(
  { found, ...verdicts }: Verdicts,
  selection: ListSelection,
  listed?: readonly ListedAccount[],
): ListReport {
  const nameOf = namesOf(listed);
  const assessments = new Map(
    found.map(({ assessment, run }) => [{ ...userReport(assessment, run), ...nameOf(assessment.user) }, assessment]),
  );
  const { shown, matching } = selectRows([...assessments.keys()], selection, userRows);
  const countOf = (reports: readonly UserReport[]) =>
    countAssessments(reports.flatMap((report) => assessments.get(report) ?? []));
  const counts = countOf(shown);
  const { unjudged, missing } = verdicts;
  const areSeveral = verdicts.accounts.length > 1;
  const accounts = verdicts.accounts.map((account) => {
    const own = areSeveral ? shown.filter(({ accountId }) => accountId === account.accountId) : [];
    return { ...account, ...nameOf(account), ...(areSeveral && { counts: countOf(own) }) };
  });
  return { accounts, unjudged, users: shown, counts, matching, missing };
}
