import type { ListedAccount } from '../../domain/inventory/account-list.ts';
import { countKeys, type KeyCounts, type KeyReport, keyReports } from '../report/key-report.ts';
import { namesOf } from '../report/many-accounts.ts';
import type { ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { keyRows, selectRows } from './select-rows.ts';

/** The credentials of the accounts' latest scans, as `lastseen list --keys --format json` prints them. */
export interface KeysReport extends Omit<Verdicts, 'found'> {
  readonly keys: readonly KeyReport[];
  /** Of these credentials. */
  readonly counts: KeyCounts;
  /** How many credentials match; `keys` has fewer where there is a limit. */
  readonly matching: number;
  /** Credentials that `--older-than` left out because nobody knows their age. */
  readonly undated: number;
  /** Users of whom no source reports the credentials. */
  readonly usersOfUnknownCredentials: number;
}

/** The credentials that a selection shows, each as of its account's latest scan. */
export function listKeys(
  { found, accounts, unjudged, missing }: Verdicts,
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
    undated: undated.length,
    usersOfUnknownCredentials: found.filter(({ assessment }) => assessment.user.credentials === undefined).length,
    missing,
  };
}
