import { parse } from 'csv-parse/sync';
import type { CredentialReport } from '../../../domain/inventory/credential-report.ts';
import { type ReportRow, requiredColumns } from '../../../domain/inventory/credential-report.ts';
import { readReport } from '../../../domain/inventory/read-report.ts';
import { ok, type Parsed, wrong } from '../../../domain/parsed.ts';
import type { Instant } from '../../../domain/time.ts';

/** Reads the report as IAM sends it. An unreadable row counts as missing. */
export function readReportCsv(csv: string, generatedAt: Instant | undefined): Parsed<CredentialReport> {
  const rows = rowsOf(csv);
  const notOne = (todo: string) => wrong({ field: 'the report', given: undefined, todo });
  if (rows === undefined) return notOne('is not a CSV');
  const [columns = [], ...body] = rows;
  const absent = requiredColumns.filter((name) => !columns.includes(name));
  if (absent.length > 0) return notOne(`lacks the columns ${absent.join(', ')}`);
  return ok(
    readReport(
      body.map((cells) => rowOf(columns, cells)),
      generatedAt,
    ).report,
  );
}

function rowsOf(csv: string): string[][] | undefined {
  try {
    return parse(csv, { relax_column_count: true, skip_empty_lines: true, bom: true });
  } catch {
    return undefined;
  }
}

function rowOf(columns: readonly string[], cells: readonly string[]): ReportRow {
  return Object.fromEntries(
    cells.flatMap((cell, index) => (columns[index] === undefined ? [] : [[columns[index], cell]])),
  );
}
