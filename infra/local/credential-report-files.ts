/** Reads credential reports from files. */

import { type CredentialReport, readReport } from '../../domain/inventory/credential-report.ts';
import { type Instant, laterOf } from '../../domain/time.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { rowsOfCsv } from './report-csv.ts';
import { howToReport, type ReportText, reportsOf } from './report-forms.ts';

/** The content of a file, and what could not be read in it. */
export interface FromFile<T> {
  readonly value: T;
  readonly missing: readonly string[];
}

/** A report of a file; `hasDate`: it says itself when IAM made it. */
export interface DatedReport {
  readonly report: CredentialReport;
  readonly hasDate: boolean;
}

/**
 * Reads the credential reports in a file. `madeAt` is the time of a report that does not say its own. Throws
 * InventoryFileError where there is no report.
 */
export async function readCredentialReportFile(
  path: string,
  madeAt: Instant | undefined,
): Promise<FromFile<readonly DatedReport[]>> {
  const found = reportsOf(await readInventoryText(path));
  if (found.kind === 'refused') throw new InventoryFileError(`${path}: ${found.why}`);
  const several = found.reports.length > 1;
  const read = found.reports.map((report, index) => {
    return readOne(report, several ? `${path}: report ${index + 1}` : path, madeAt);
  });
  return { value: read.map(({ value }) => value), missing: read.flatMap(({ missing }) => missing) };
}

function readOne(text: ReportText, where: string, madeAt: Instant | undefined): FromFile<DatedReport> {
  const rows = rowsOfCsv(text.csv);
  if (rows.kind === 'wrong') {
    const why = rows.problems.map(({ todo }) => todo).join('; ');
    throw new InventoryFileError(`${where}: not a credential report: ${why}; ${howToReport}`);
  }
  const { report, malformed } = readReport(rows.value, text.generatedAt);
  // What the user says cannot be before a time in the report.
  const generatedAt = text.generatedAt ?? (madeAt && laterOf(madeAt, report.newestEntry));
  const missing = malformed.map(({ row, field }) => `${where}: row ${row}: ${field} cannot be read`);
  if (rows.value.length === 0) missing.push(`${where}: the report has a header and no rows`);
  return { value: { report: { ...report, generatedAt }, hasDate: text.generatedAt !== undefined }, missing };
}
