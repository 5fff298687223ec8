/** Reads GAM's CSV: its users as entries of the directory, its usage reports as those of the Reports API. */

import { type JsonObject, parsedText } from '../../domain/json.ts';
import { parseCsv } from '../local/report-csv.ts';

/** A table of GAM, by what it is of. */
export type GamTable =
  | { readonly kind: 'users' | 'usage'; readonly entries: readonly GamEntry[] }
  | { readonly kind: 'wrong'; readonly why: string };

/** An entry in the form of Google's API, and its line. */
export interface GamEntry {
  readonly entry: unknown;
  readonly place: string;
}

/** The fields of the directory by their names in lower case, and what GAM 3 called them. */
const fields = new Map(
  [
    'id',
    'primaryEmail',
    'creationTime',
    'lastLoginTime',
    'suspended',
    'archived',
    'isGuestUser',
    'agreedToTerms',
    'customerId',
    'deletionTime',
  ].map((name) => [name.toLowerCase(), name] as const),
);
fields.set('email', 'primaryEmail');

/**
 * Reads a CSV of `gam print users`, with columns by the API's paths or as GAM 3 named them, or of `gam report users`.
 * Source: https://github.com/GAM-team/GAM/wiki/Users
 */
export function readGamCsv(text: string): GamTable {
  const delimiter = /^[^\n,;\t]*([,;\t])/.exec(text)?.[1] ?? ',';
  const table = parseCsv(text, delimiter, 'the file');
  if (table.kind === 'wrong') return { kind: 'wrong', why: table.problems.map(({ todo }) => todo).join(', ') };
  const [header, ...rows] = table.value;
  const columns = header?.cells ?? [];
  const names = columns.map((name) => name.toLowerCase());
  const isUsage = names.includes('email') && names.includes('date');
  if (!isUsage && !names.includes('primaryemail') && !names.includes('email'))
    return { kind: 'wrong', why: 'no column primaryEmail or email' };
  const short = rows.find(({ cells }) => cells.length !== columns.length);
  if (short !== undefined) return { kind: 'wrong', why: `line ${short.line} has not as many cells as the header` };
  const entryOf = isUsage ? usageOf : userOf;
  return {
    kind: isUsage ? 'usage' : 'users',
    entries: rows.map(({ cells, line }) => ({ entry: entryOf(columns, cells), place: `line ${line}` })),
  };
}

/** With `formatjson` one column holds the whole entry. */
function userOf(columns: readonly string[], cells: readonly string[]): unknown {
  const whole = cells[columns.indexOf('JSON')];
  if (whole !== undefined) return parsedText(whole);
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const field = fields.get(column.toLowerCase());
      return field === undefined ? [] : [[field, cellValue(cells[index])]];
    }),
  );
}

/** An empty cell is a field that the directory does not have. */
function cellValue(cell: string | undefined): unknown {
  if (cell === '') return undefined;
  return /^true$/i.test(cell ?? '') ? true : /^false$/i.test(cell ?? '') ? false : cell;
}

function usageOf(columns: readonly string[], cells: readonly string[]): JsonObject {
  const cellOf = (name: string) => cells[columns.findIndex((column) => column.toLowerCase() === name)];
  const parameters = columns.flatMap((name, index) => {
    const value = cellValue(cells[index]);
    return !name.includes(':') || value === undefined ? [] : [{ name, ...parameterOf(value) }];
  });
  return { date: cellOf('date'), entity: { type: 'USER', userEmail: cellOf('email') }, parameters };
}

function parameterOf(value: unknown): JsonObject {
  if (typeof value === 'boolean') return { boolValue: value };
  return typeof value === 'string' && /^\d+$/.test(value) ? { intValue: value } : { datetimeValue: value };
}
