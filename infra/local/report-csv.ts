import { parse } from 'csv-parse/sync';
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
  const table = parseCells(csv, delimiter);
  return table.kind === 'wrong' ? table : rowsOfTable(table.value);
}

const gluedHeader = /([^\r\n,;\t"])(user[,;\t]arn[,;\t]user_creation_time)/g;

function parseCells(csv: string, delimiter: string): Parsed<readonly string[][]> {
  try {
    return ok(parse(csv, { delimiter, trim: true, relax_column_count: true, skip_empty_lines: true, bom: true }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrong({ field: 'the report', given: undefined, todo: `not a CSV: ${why}` });
  }
}
