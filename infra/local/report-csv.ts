import { CsvError, parse } from 'csv-parse/sync';
import { rowsOfTable } from '../../domain/inventory/credential-report.ts';
import type { ReportRow } from '../../domain/inventory/report-row.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';

/**
 * The rows of a report's CSV by column name. Commas, semicolons (as spreadsheets of many countries write) or tabs may
 * separate the cells. The text may hold several reports: `cat` joins files that end without a new line.
 */
export function rowsOfCsv(text: string): Parsed<readonly ReportRow[]> {
  const csv = text.replace(/^sep=.\r?\n/i, '').replace(gluedHeader, '$1\n$2');
  const delimiter = /^[^\n]*?user"?\s*([,;\t])\s*"?arn/.exec(csv)?.[1] ?? ',';
  const table = parseCsv(csv, delimiter, 'the report');
  return table.kind === 'wrong' ? table : rowsOfTable(table.value.map(({ cells }) => cells));
}

/** The delimiter of a CSV that a spreadsheet saved, by its first row; and the text without the line that names it. */
export function spreadsheetCsv(text: string): { readonly csv: string; readonly delimiter: string } {
  const csv = text.replace(/^\uFEFF?sep=.\r?\n/i, '');
  return { csv, delimiter: /[,;\t]/.exec(csv.split('\n', 1)[0] ?? '')?.[0] ?? ',' };
}

/** The apostrophe in front of what a spreadsheet would run is not part of the text. */
export const unescapedCell = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '');

const gluedHeader = /([^\r\n,;\t"])(user[,;\t]arn[,;\t]user_creation_time)/g;

/** The cells of one row, and the line of the text on which it ends. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The rows of a CSV without empty ones. What the text is stands in the problem where it is no CSV. */
export function parseCsv(text: string, delimiter: string, what: string): Parsed<readonly CsvRow[]> {
  const lines: number[] = [];
  const on_record = (record: string[], { lines: line }: { readonly lines: number }) => {
    lines.push(line);
    return record;
  };
  const options = { delimiter, trim: true, relax_column_count: true, skip_empty_lines: true, bom: true, on_record };
  try {
    return ok(parse(text, options).map((cells, index) => ({ cells, line: lines[index] ?? 0 })));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return wrong({
      field: what,
      given: undefined,
      todo: `not a CSV: a quote is out of place on line ${lineOf(error)}`,
    });
  }
}

/** The parser fails on quotes alone: it takes rows of any length. */
const lineOf = (error: CsvError) => String(error['lines']);
