import { plainText } from '../../../domain/plain-text.ts';
import type { Terminal } from '../terminal.ts';
import { columnGap, columnWidths, type WidthWish } from './column-widths.ts';
import { blanksAfter, cutEnd, cutMiddle, textWidth, wrapText } from './text-width.ts';

/** A column of a table for people. */
export interface Column {
  readonly title: string;
  /** The least width that is of use; without it a cell is never cut. */
  readonly least?: number;
  /** Where the columns do not fit, those with the greatest number are left out. */
  readonly drop?: number;
  /** What becomes of a text that is too long: the middle or the end is left out, or it goes on below. */
  readonly overflow?: 'middle' | 'end' | 'wrap';
  readonly align?: 'left' | 'right';
}

/** The text of a cell and how it is shown. Text from outside may be given as it is. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** A table, and the titles of the columns that were left out. */
export interface LaidOutTable {
  readonly lines: string[];
  readonly leftOut: readonly string[];
}

/** A table without borders, never wider than the terminal. Control characters in its cells are spelled out. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  terminal: Terminal,
): string[] {
  return layOutTable(columns, rows, terminal).lines;
}

/** The same, and what had no room. */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  terminal: Terminal,
): LaidOutTable {
  const plain = rows.map((row) => row.map((cell) => plainText(typeof cell === 'string' ? cell : cell.text)));
  const wishes = columns.map((column, index) => wishOf(column, plain, index));
  const widths = columnWidths(wishes, terminal.columns);
  const head = columns.map(({ title }) => title);
  const lines = [...rowLines(columns, head, widths, () => terminal.colors.bold)];
  for (const [index, row] of plain.entries()) lines.push(...rowLines(columns, row, widths, paintOf(rows[index] ?? [])));
  return { lines, leftOut: head.filter((_, index) => widths[index] === 0) };
}

type Paint = (text: string) => string;

const unpainted: Paint = (text) => text;

const paintOf =
  (row: readonly Cell[]) =>
  (column: number): Paint => {
    const cell = row[column];
    return cell === undefined || typeof cell === 'string' ? unpainted : cell.paint;
  };

/** One cell in ten may be longer than what is common. */
const commonShare = 0.9;

function wishOf({ title, least, drop }: Column, rows: readonly (readonly string[])[], column: number): WidthWish {
  const widths = rows.map((row) => textWidth(row[column] ?? '')).sort((a, b) => a - b);
  const whole = Math.max(textWidth(title), widths.at(-1) ?? 0);
  const common = Math.max(textWidth(title), widths[Math.floor(widths.length * commonShare)] ?? 0);
  return { common, whole, least: least ?? whole, drop };
}

function rowLines(
  columns: readonly Column[],
  row: readonly string[],
  widths: readonly number[],
  paint: (column: number) => Paint,
): string[] {
  const cells = columns.map((column, index) => fitted(row[index] ?? '', column, widths[index] ?? 0));
  const shown = [...cells.keys()].filter((index) => (widths[index] ?? 0) > 0);
  const height = Math.max(...shown.map((index) => cells[index]?.length ?? 0));
  return Array.from({ length: height }, (_, line) => {
    const parts = shown.map((index) => {
      const text = cells[index]?.[line] ?? '';
      const [blanks, painted] = [blanksAfter(text, widths[index] ?? 0), text === '' ? '' : paint(index)(text)];
      return columns[index]?.align === 'right' ? blanks + painted : painted + blanks;
    });
    return parts.join(' '.repeat(columnGap)).trimEnd();
  });
}

function fitted(text: string, { overflow = 'end' }: Column, width: number): string[] {
  if (width === 0) return [''];
  if (overflow === 'wrap') return wrapText(text, width);
  return [overflow === 'middle' ? cutMiddle(text, width) : cutEnd(text, width)];
}
