/** Several credential reports: which account each is of, and which one counts where an account has several. */

import type { AccountId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { CredentialReport } from './credential-report.ts';

/** The reports of one file. `hasDate`: they say themselves when IAM made them. */
export interface ReportFile {
  readonly path: string;
  readonly reports: readonly { readonly report: CredentialReport; readonly hasDate: boolean }[];
}

/** The part of a report that is about one account. */
export interface AccountReport {
  readonly accountId: AccountId;
  readonly path: string;
  readonly report: CredentialReport;
  readonly hasDate: boolean;
}

/** The reports that count, and what became of the others. */
export interface ChosenReports {
  readonly kept: readonly AccountReport[];
  /** A newer report of the same account is in another file. */
  readonly older: readonly { readonly outdated: AccountReport; readonly newer: AccountReport }[];
  /** Several files report the account, and a date is missing: nobody can tell which one is true now. */
  readonly undecided: readonly { readonly accountId: AccountId; readonly paths: readonly string[] }[];
}

/**
 * Chooses one file for each account: the report that IAM made last, by the date in the report itself. Where a date is
 * missing, none of the account's reports counts. Reports of one account in one file count together.
 */
export function chooseReports(files: readonly ReportFile[]): ChosenReports {
  const kept: AccountReport[] = [];
  const older: ChosenReports['older'][number][] = [];
  const undecided: ChosenReports['undecided'][number][] = [];
  for (const [accountId, reports] of byAccount(files.flatMap(partsOf))) {
    const paths = [...new Set(reports.map(({ path }) => path))];
    const newest = reports.toSorted(latestFirst)[0];
    if (paths.length > 1 && reports.some(({ hasDate }) => !hasDate)) undecided.push({ accountId, paths });
    else if (newest !== undefined) {
      kept.push(...reports.filter(({ path }) => path === newest.path));
      const outdated = reports.filter(({ path }) => path !== newest.path);
      older.push(...outdated.map((report) => ({ outdated: report, newer: newest })));
    }
  }
  return { kept, older, undecided };
}

function partsOf({ path, reports }: ReportFile): AccountReport[] {
  return reports.flatMap(({ report, hasDate }) =>
    accountsOf(report).map((accountId) => ({ accountId, path, hasDate, report: partOf(report, accountId) })),
  );
}

/** Whom a report is about: the account of the root row, and those of its users. */
export function accountsOf({ users, roots }: CredentialReport): AccountId[] {
  return [...new Set([...roots, ...users].map(({ accountId }) => accountId))];
}

function partOf(report: CredentialReport, wanted: AccountId): CredentialReport {
  const isOf = ({ accountId }: { readonly accountId: AccountId }) => accountId === wanted;
  return { ...report, users: report.users.filter(isOf), roots: report.roots.filter(isOf) };
}

function byAccount(reports: readonly AccountReport[]): Map<AccountId, AccountReport[]> {
  const found = new Map<AccountId, AccountReport[]>();
  for (const report of reports) found.set(report.accountId, [...(found.get(report.accountId) ?? []), report]);
  return found;
}

const timeOf = ({ report }: AccountReport): Instant | '' => report.generatedAt ?? '';

/** Stable: of two reports of one moment the first that was given counts. */
const latestFirst = (a: AccountReport, b: AccountReport) =>
  timeOf(a) === timeOf(b) ? 0 : timeOf(a) > timeOf(b) ? -1 : 1;
