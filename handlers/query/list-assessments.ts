import type { ListedAccount } from '../../domain/organization/member-account.ts';
import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import { type ForecastReport, forecastReport } from '../report/forecast-report.ts';
import { namesOf } from '../report/many-accounts.ts';
import type { NamedAccount } from '../report/report-column.ts';
import type { UserReport } from '../report/user-report.ts';
import { atAnyTime, type ListSelection } from './list-selection.ts';
import { noPeople, type PeopleFields } from './read-people.ts';
import type { Verdicts } from './read-verdicts.ts';
import { judgedByReport } from './select-judged.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts of the accounts' latest scans, as `lastseen list --format json` prints them. */
export interface ListReport extends Omit<Verdicts, 'found' | 'silences' | 'accounts'> {
  /** Of several accounts, each with the counts of its users that are shown. */
  readonly accounts: readonly (Verdicts['accounts'][number] & NamedAccount & { readonly counts?: Counts })[];
  readonly users: readonly UserReport[];
  /** Of these users. */
  readonly counts: Counts;
  /** How many users match; `users` has fewer where there is a limit. */
  readonly matching: number;
  /** Of the users that match, whenever they cross, and without the limit. */
  readonly forecast: ForecastReport;
}

/** The users that a selection shows, each as of its account's latest scan. */
export function listAssessments(
  { found, silences, ...verdicts }: Verdicts,
  selection: ListSelection,
  listed?: readonly ListedAccount[],
  { personOf }: Pick<PeopleFields, 'personOf'> = noPeople,
): ListReport {
  const nameOf = namesOf(listed);
  const judged = judgedByReport(found, (user) => ({ ...nameOf(user), ...personOf(user) }));
  const { shown, matching } = selectRows([...judged.keys()], selection, userRows);
  const assessmentsOf = (users: readonly UserReport[]) => users.flatMap((user) => judged.get(user)?.assessment ?? []);
  const crossing = selectRows([...judged.keys()], atAnyTime(selection), userRows).shown;
  const forecast = forecastReport(crossing, silences, selection.soonDays);
  const { unjudged, missing } = verdicts;
  const areSeveral = verdicts.accounts.length > 1;
  const accounts = verdicts.accounts.map((account) => {
    const own = shown.filter(({ accountId }) => areSeveral && accountId === account.accountId);
    return { ...account, ...nameOf(account), ...(areSeveral && { counts: countAssessments(assessmentsOf(own)) }) };
  });
  const counts = countAssessments(assessmentsOf(shown));
  return { accounts, unjudged, users: shown, counts, matching, forecast, missing };
}
