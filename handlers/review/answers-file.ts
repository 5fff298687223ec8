/** Reads the answers of a review from a file: a CSV as a spreadsheet saves it, or JSON. */

import { stat } from 'node:fs/promises';
import { isJsonObject, parsedText } from '../../domain/json.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';
import { parseCsv, spreadsheetCsv, unescapedCell } from '../../infra/local/report-csv.ts';
import { wordsOfFileError } from '../../infra/trail/bytes/file-error.ts';
import { readWholeFile } from '../../infra/trail/bytes/whole-file.ts';

/** The columns that are read; others are skipped. */
const answerColumns = ['userId', 'userName', 'answer', 'until', 'month', 'to', 'reason'] as const;
type Column = (typeof answerColumns)[number];

/** One row as text: empty cells are missing. */
export interface AnswerRow {
  /** Where it stands: `line 5`, `item 2`. */
  readonly place: string;
  readonly cells: { readonly [column in Column]?: string };
}

const mostBytes = 20 * 1024 * 1024;

/** The rows that have an answer. A file that is none is wrong. */
export async function readAnswersFile(path: string): Promise<Parsed<readonly AnswerRow[]>> {
  const text = await textOf(path);
  if (text.kind === 'wrong') return text;
  const isJson = /^\s*[[{]/.test(text.value);
  const rows = isJson ? rowsOfJson(text.value) : rowsOfCsv(text.value);
  if (rows.kind === 'wrong') return rows;
  const answered = rows.value.filter(({ cells }) => cells.answer !== undefined);
  return answered.length > 0 ? ok(answered) : refuse('no row has an answer: fill in the column answer');
}

const refuse = (todo: string) => wrong({ field: 'file', given: undefined, todo });

async function textOf(path: string): Promise<Parsed<string>> {
  try {
    const { size } = await stat(path);
    return size > mostBytes
      ? refuse(`it has ${size} bytes; give at most ${mostBytes}`)
      : ok((await readWholeFile(path, mostBytes)).toString('utf8'));
  } catch (error) {
    return refuse(wordsOfFileError(error));
  }
}

function rowsOfCsv(text: string): Parsed<readonly AnswerRow[]> {
  const { csv, delimiter } = spreadsheetCsv(text);
  const table = parseCsv(csv, delimiter, 'file');
  if (table.kind === 'wrong') return table;
  const [head, ...rows] = table.value;
  const columns = (head?.cells ?? []).map((name) =>
    answerColumns.find((each) => each.toLowerCase() === name.toLowerCase()),
  );
  const isComplete = columns.includes('answer') && (columns.includes('userId') || columns.includes('userName'));
  if (!isComplete) return refuse('the first row must name the columns: userId or userName, and answer');
  const cellsOf = (cells: readonly string[]) =>
    columns.flatMap((column, index) =>
      column === undefined ? [] : [[column, unescapedCell(cells[index] ?? '')] as const],
    );
  return ok(rows.map(({ cells, line }) => ({ place: `line ${line}`, cells: filled(cellsOf(cells)) })));
}

const filled = (cells: readonly (readonly [Column, string])[]): AnswerRow['cells'] =>
  Object.fromEntries(cells.flatMap(([column, text]) => (text.trim() === '' ? [] : [[column, text.trim()]])));

function rowsOfJson(text: string): Parsed<readonly AnswerRow[]> {
  const items = parsedText(text);
  if (!Array.isArray(items) || !items.every(isJsonObject)) return refuse('not a JSON array of objects');
  return ok(
    items.map((item, index) => {
      const cells = answerColumns.flatMap((column) => {
        const value = item[column];
        return typeof value === 'string' || typeof value === 'number' ? [[column, `${value}`] as const] : [];
      });
      return { place: `item ${index + 1}`, cells: filled(cells) };
    }),
  );
}
