/** A whole credential report: its rows, its time and its age. */

import type { AccountId } from '../ids.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { daysBetween, type Instant, laterOf, parseTime, silentDays } from '../time.ts';
import type { MissingFact } from './iam-user.ts';
import { type ReportedRoot, type ReportedUser, type ReportRow, readReportRow, requiredColumns } from './report-row.ts';

/** A credential report, read. */
export interface CredentialReport {
  readonly users: readonly ReportedUser[];
  readonly roots: readonly ReportedRoot[];
  /** When IAM made the report. Undefined where neither the report nor the user says so. */
  readonly generatedAt: Instant | undefined;
  /** The newest time in the report, which was made then or later; undefined where it holds none. */
  readonly newestEntry: Instant | undefined;
}

/** A report, and its rows that cannot be read, each by its number from 1 and the field. */
export interface ReportReading {
  readonly report: CredentialReport;
  readonly malformed: readonly { readonly row: number; readonly field: string }[];
}

/**
 * The rows of a table of cells by column name. A header in the middle begins another report, as where the files of
 * several reports were joined. A row may lack cells at its end.
 */
export function rowsOfTable(table: readonly (readonly string[])[]): Parsed<readonly ReportRow[]> {
  // Stryker disable next-line ArrayDeclaration: no name of a column stands in either.
  const [header = []] = table;
  const absent = requiredColumns.filter((name) => !header.includes(name));
  if (absent.length > 0)
    return wrong({ field: 'the report', given: undefined, todo: `the header lacks ${absent.join(', ')}` });
  let columns = header;
  const place = header.indexOf('user');
  const rows: ReportRow[] = [];
  for (const cells of table) {
    if (cells.includes('arn') && cells.indexOf('user') === place) columns = cells;
    else rows.push(rowOf(columns, cells));
  }
  return ok(rows);
}

function rowOf(columns: readonly string[], cells: readonly string[]): ReportRow {
  return Object.fromEntries(
    columns.flatMap((name, index) => (cells[index] === undefined ? [] : [[name, cells[index]]])),
  );
}

/** Reads the rows of one report. `generatedAt` is undefined where it is not known when the report was made. */
export function readReport(rows: readonly ReportRow[], generatedAt: Instant | undefined): ReportReading {
  const readings = rows.map(readReportRow);
  return {
    report: {
      users: readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : [])),
      roots: readings.flatMap((reading) => (reading.kind === 'root' ? [reading.root] : [])),
      generatedAt,
      newestEntry: rows.map(newestTime).reduce(laterOf, undefined),
    },
    malformed: readings.flatMap((reading, index) =>
      reading.kind === 'malformed' ? [{ row: index + 1, field: reading.field }] : [],
    ),
  };
}

/** The newest time in a row. The next rotation of a password lies in the future and does not count. */
function newestTime(row: ReportRow): Instant | undefined {
  return Object.entries(row)
    .filter(([column]) => column !== 'password_next_rotation')
    .map(([, cell]) => parseTime(cell))
    .reduce(laterOf, undefined);
}

/** An older report does not show the present state: IAM makes a new one every 4 hours, and the job runs daily. */
const freshReportDays = 1;

/**
 * The rows of the reports, each with a gap where its report is old or may be old. Of an account's reports with a date
 * only the latest counts. A report without a date counts too: it may be as late.
 */
export function datedRows(reports: readonly CredentialReport[], now: Instant): ReportedUser[] {
  const latest = latestByAccount(reports);
  return reports.flatMap(({ users, generatedAt, newestEntry }) => {
    const age = ageGaps({ generatedAt, newestEntry }, now);
    return users
      .filter(({ accountId }) => generatedAt === undefined || generatedAt === latest.get(accountId))
      .map((row) => ({ ...row, gaps: [...row.gaps, ...age] }));
  });
}

function latestByAccount(reports: readonly CredentialReport[]): Map<AccountId, Instant> {
  const latest = new Map<AccountId, Instant>();
  for (const { users, generatedAt } of reports) {
    // Stryker disable next-line ConditionalExpression: undefined is not after anything.
    if (generatedAt === undefined) continue;
    for (const { accountId } of users) {
      // Stryker disable next-line EqualityOperator: the same time again changes nothing.
      if (generatedAt > (latest.get(accountId) ?? '')) latest.set(accountId, generatedAt);
    }
  }
  return latest;
}

/** When a report was made, as far as that is known. */
export type ReportTimes = Pick<CredentialReport, 'generatedAt' | 'newestEntry'>;

/**
 * What is wrong with a report's age; nothing where it is fresh. The age of a report without a date is known only if its
 * newest entry is fresh: it was made then or later.
 */
export function ageGaps({ generatedAt, newestEntry }: ReportTimes, now: Instant): MissingFact[] {
  const at = generatedAt ?? newestEntry;
  // Stryker disable next-line ConditionalExpression: no number of days lies between nothing and now.
  if (at !== undefined && daysBetween(at, now) <= freshReportDays) return [];
  if (generatedAt !== undefined) return [{ kind: 'report-stale', generatedAt }];
  if (newestEntry === undefined) return [{ kind: 'report-undated' }];
  return [{ kind: 'report-undated', newestDaysOld: silentDays(newestEntry, now) }];
}
