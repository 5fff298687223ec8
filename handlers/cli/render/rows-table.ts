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
  const { columns, terminal, isChosen } = view;
  const shown = names.map((name) => columnOf(name, columns));
  const cells = rows.map((row) => shown.map((column) => cellOf(column, row, view)));
  const layout = shown.map(({ name }, index) => layoutOf(name, index, view));
  const { lines, leftOut } = layOutTable(layout, cells, terminal);
  if (!isChosen || leftOut.length === 0) return lines;
  const todo = `no room for ${leftOut.join(', ')}: a wider terminal or --format csv has them`;
  return [...lines, ...wrapHanging(todo, terminal.columns)];
}

function layoutOf(name: string, index: number, { looks, isChosen }: TableView<never>): Column {
  const { absent: _, drop, title = titleOf(name), ...look } = looks[name] ?? otherLook;
  const place = isChosen ? index : drop;
  return { ...look, title, ...(place !== undefined && place > 0 && { drop: place }) };
}

/** `EXEMPT UNTIL`; a tag keeps its key as it was typed. */
function titleOf(name: string): string {
  return name.startsWith('tag:') ? plainText(name) : name.replace(/([A-Z])/g, ' $1').toUpperCase();
}

/** A time is its day: the whole is in `show`, JSON and CSV. */
function cellOf<Row extends ListRow>(column: ReportColumn<Row>, row: Row, { looks, terminal }: TableView<Row>): Cell {
  const { name, value, isTime = false } = column;
  const text = textOf(value(row), isTime) ?? looks[name]?.absent ?? '-';
  return name === 'state' ? { text, paint: terminal.colors[stateColors[row.state]] } : text;
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
