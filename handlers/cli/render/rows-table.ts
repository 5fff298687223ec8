import { plainText } from '../../../domain/plain-text.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { columnOf, type ListRow } from '../../query/select-rows.ts';
import type { CellValue, ReportColumn } from '../../report/report-column.ts';
import type { Terminal } from '../terminal.ts';
import { type Cell, type Column, layOutTable } from './table.ts';
import { wrapHanging } from './text-width.ts';

/** How a column looks in a table. What it holds is the report's. */
export interface ColumnLook extends Omit<Column, 'title'> {
  /** Without it, the column's name in capital letters. */
  readonly title?: string;
  /** What stands for a value that is not known or that does not exist; without it `-`. */
  readonly absent?: string;
}

/** A list's columns, how they look (by name), and whether somebody chose them. */
export interface TableView<Row> {
  readonly columns: readonly ReportColumn<Row>[];
  readonly looks: { readonly [name: string]: ColumnLook };
  readonly isChosen: boolean;
  readonly terminal: Terminal;
}

/** A list that is laid out: the columns that it shows, and what all its rows have in common. */
export interface Sheet<Row> extends Omit<TableView<Row>, 'terminal'> {
  readonly names: readonly string[];
  /** Stands once instead of in each row. */
  readonly once?: string;
}

/** The looks that every list shares. */
export const commonLooks: TableView<never>['looks'] = {
  accountId: { title: 'ACCOUNT' },
  accountName: { least: 8, overflow: 'middle', drop: 4 },
  userName: { title: 'USER', least: 12, overflow: 'middle' },
  userId: { title: 'UNIQUE ID', least: 12, overflow: 'middle' },
  arn: { least: 20, overflow: 'middle' },
  createdAt: { title: 'CREATED' },
  state: {},
  idleDays: { title: 'DAYS', align: 'right' },
  crossesAt: { title: 'CROSSES' },
  becomes: { drop: 3 },
};

const otherLook: ColumnLook = { least: 12, overflow: 'end' };

/**
 * A table of rows with the columns of these names. Of columns that somebody chose the last give way first, and a line
 * below names those for which there is no room.
 */
export function rowsTable<Row extends ListRow>(
  names: readonly string[],
  rows: readonly Row[],
  view: TableView<Row>,
): string[] {
  const { terminal, isChosen } = view;
  const { layout, cells } = sheetOf(names, rows, view);
  const painted = cells.map((line, index) => {
    const paint = terminal.colors[stateColors[rows[index]?.state ?? 'unknown']];
    return line.map((text, column): Cell => (names[column] === 'state' ? { text, paint } : text));
  });
  const { lines, leftOut } = layOutTable(layout, painted, terminal);
  if (!isChosen || leftOut.length === 0) return lines;
  const todo = `no room for ${leftOut.join(', ')}: a wider terminal or --format csv has them`;
  return [...lines, ...wrapHanging(todo, terminal.columns)];
}

/** What stands in each cell, and how each column is laid out. */
export function sheetOf<Row extends ListRow>(
  names: readonly string[],
  rows: readonly Row[],
  view: Omit<TableView<Row>, 'terminal'>,
): { readonly layout: readonly Column[]; readonly cells: readonly (readonly string[])[] } {
  const shown = names.map((name) => columnOf(name, view.columns));
  return {
    layout: shown.map(({ name }, index) => layoutOf(name, index, view)),
    cells: rows.map((row) => shown.map((column) => cellOf(column, row, view))),
  };
}

function layoutOf(
  name: string,
  index: number,
  { looks, isChosen }: Pick<TableView<never>, 'looks' | 'isChosen'>,
): Column {
  const { absent: _, drop, title = titleOf(name), ...look } = looks[name] ?? otherLook;
  const place = isChosen ? index : drop;
  return { ...look, title, ...(place !== undefined && place > 0 && { drop: place }) };
}

/** `EXEMPT UNTIL`; a tag keeps its key as it was typed. */
function titleOf(name: string): string {
  return name.startsWith('tag:') ? plainText(name) : name.replace(/([A-Z])/g, ' $1').toUpperCase();
}

/** A time is its day: the whole is in `show`, JSON and CSV. */
function cellOf<Row>(
  { name, value, isTime = false }: ReportColumn<Row>,
  row: Row,
  { looks }: Pick<TableView<never>, 'looks'>,
): string {
  return textOf(value(row), isTime) ?? looks[name]?.absent ?? '-';
}

function textOf(value: CellValue, isTime: boolean): string | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isTime ? `${value}`.slice(0, 10) : `${value}`;
}

const stateColors: { readonly [state in State]: 'green' | 'red' | 'cyan' | 'yellow' } = {
  active: 'green',
  idle: 'red',
  'never-used': 'red',
  new: 'cyan',
  unknown: 'yellow',
};
