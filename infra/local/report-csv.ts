import { parse } from 'csv-parse/sync';
import { type ReportRow, requiredColumns } from '../../domain/inventory/credential-report.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';

/**
 * The rows of a report's CSV by column name. Commas, semicolons (as spreadsheets of many countries write) or tabs may
 * part the cells. A header in the middle begins another report: `cat` of several, whose files end without a new line.
 */
export function rowsOfCsv(text: string): Parsed<readonly ReportRow[]> {
  const csv = text.replace(/^sep=.\r?\n/i, '').replace(gluedHeader, '$1\n$2');
  const delimiter = /^[^\n]*?user"?\s*([,;\t])\s*"?arn/.exec(csv)?.[1] ?? ',';
  const table = parseCells(csv, delimiter);
  if (table.kind === 'wrong') return table;
  const columns = (table.value[0] ?? []).map((name) => name.trim());
  const absent = requiredColumns.filter((name) => !columns.includes(name));
  if (absent.length > 0) return wrong(problem(`the header lacks ${absent.join(', ')}`));
  return ok(rowsByHeader(table.value));
}

const gluedHeader = /([^\r\n,;\t"])(user[,;\t]arn[,;\t]user_creation_time)/g;

const problem = (todo: string) => ({ field: 'the report', given: undefined, todo });

function parseCells(csv: string, delimiter: string): Parsed<readonly string[][]> {
  try {
    return ok(parse(csv, { delimiter, trim: true, relax_column_count: true, skip_empty_lines: true, bom: true }));
  } catch (error) {
    return wrong(problem(`not a CSV: ${error instanceof Error ? error.message : String(error)}`));
  }
}

function rowsByHeader(table: readonly string[][]): ReportRow[] {
  let columns: readonly string[] = [];
  const place = table[0]?.indexOf('user');
  return table.flatMap((cells) => {
    const isHeader = cells.includes('arn') && cells.indexOf('user') === place;
    if (isHeader) columns = cells;
    return isHeader ? [] : [rowOf(columns, cells)];
  });
}

function rowOf(columns: readonly string[], cells: readonly string[]): ReportRow {
  return Object.fromEntries(
    columns.flatMap((name, index) => (cells[index] === undefined ? [] : [[name, cells[index]]])),
  );
}
