import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../../domain/plain-text.ts';
import { columnOf } from '../../query/select-rows.ts';
import { type KeyReport, keyColumns } from '../../report/key-report.ts';
import type { CellValue, ReportColumn } from '../../report/report-column.ts';
import { userColumns, userCsvColumns } from '../../report/user-columns.ts';
import type { UserReport } from '../../report/user-report.ts';
import { printableJson } from './printable-json.ts';
import type { UsersView } from './users-table.ts';

/**
 * CSV for a spreadsheet: a head, then one row each. Times are `2026-11-23 08:00:00` in UTC, which Excel, LibreOffice
 * and Google Sheets take for times; the form with `T` and `Z` they take for text. A cell that a spreadsheet would run
 * begins with an apostrophe.
 */
export function csvOf<Row>(columns: readonly ReportColumn<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(column.value(row), column.isTime)));
  const head = columns.map(({ name }) => plainText(name));
  return stringify([head, ...cells], { escape_formulas: true });
}

/** One row a user, with the chosen columns or the usual ones. */
export function usersCsv(users: readonly UserReport[], view: UsersView): string {
  return csvOf(
    csvNames(userCsvColumns, view).map((name) => columnOf(name, userColumns)),
    users,
  );
}

/** One row a credential; its tags only where they are chosen. */
export function keysCsv(keys: readonly KeyReport[], view: UsersView): string {
  const usual = keyColumns.map(({ name }) => name).filter((name) => name !== 'tags' && name !== 'accountName');
  return csvOf(
    csvNames(usual, view).map((name) => columnOf(name, keyColumns)),
    keys,
  );
}

/** A forecast is added where it was asked for, the name of the account where it was given. */
function csvNames(
  usual: readonly string[],
  { columns = [], soonDays, goneQuiet = false, isNamed = false }: UsersView,
): readonly string[] {
  if (columns.length > 0) return columns;
  return [
    ...new Set([
      ...usual,
      ...(soonDays === undefined ? [] : ['crossesAt', 'becomes']),
      ...(goneQuiet ? ['rhythm'] : []),
      ...(isNamed ? ['accountName'] : []),
    ]),
  ];
}

function cellOf(value: CellValue, isTime = false): string {
  const text = `${value ?? ''}`;
  return plainText(isTime ? spreadsheetTime(text) : text);
}

/** A time in UTC as a spreadsheet takes it for one: `2026-11-23 08:00:00`. */
export function spreadsheetTime(time: string): string {
  return time.replace('T', ' ').replace('Z', '');
}

/** One JSON value a line. */
export function ndjson(values: readonly unknown[]): string {
  return values.map((value) => `${printableJson(value)}\n`).join('');
}
