import type { ListedAccount } from '../../domain/organization/member-account.ts';
import { type ForecastReport, forecastReport } from '../report/forecast-report.ts';
import { countKeys, type KeyCounts, type KeyReport, keyReports } from '../report/key-report.ts';
import { namesOf } from '../report/many-accounts.ts';
import { atAnyTime, type ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { keyRows, selectRows } from './select-rows.ts';

/** The credentials of the accounts' latest scans, as `lastseen list --keys --format json` prints them. */
export interface KeysReport extends Omit<Verdicts, 'found' | 'silences'> {
  readonly keys: readonly KeyReport[];
  /** Of these credentials. */
  readonly counts: KeyCounts;
  /** How many credentials match; `keys` has fewer where there is a limit. */
  readonly matching: number;
  /** Of the credentials that match, whenever they cross, and without the limit. */
  readonly forecast: ForecastReport;
  /** Credentials that `--older-than` left out because nobody knows their age. */
  readonly undated: number;
  /** Users of whom no source reports the credentials. */
  readonly usersOfUnknownCredentials: number;
}

/** The credentials that a selection shows, each as of its account's latest scan. */
export function listKeys(
  { found, accounts, silences, unjudged, missing }: Verdicts,
  selection: ListSelection,
  listed?: readonly ListedAccount[],
): KeysReport {
  const nameOf = namesOf(listed);
  const all = found.flatMap(({ assessment, run }) =>
    keyReports(assessment, run).map((key) => ({ ...key, ...nameOf(assessment.user) })),
  );
  const { shown, matching } = selectRows(all, selection, keyRows);
  const anyAge = { ...selection, olderThanDays: undefined, limit: undefined };
  const ofAnyAge = selectRows(all, anyAge, keyRows).shown;
  const undated = selection.olderThanDays === undefined ? [] : ofAnyAge.filter(({ ageDays }) => ageDays === null);
  return {
    accounts: accounts.map((account) => ({ ...account, ...nameOf(account) })),
    unjudged,
    keys: shown,
    counts: countKeys(shown),
    matching,
    forecast: forecastReport(selectRows(all, atAnyTime(selection), keyRows).shown, silences, selection.soonDays),
    undated: undated.length,
    usersOfUnknownCredentials: found.filter(({ assessment }) => assessment.user.credentials === undefined).length,
    missing,
  };
}
