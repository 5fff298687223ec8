import type { Crossing } from '../../domain/verdict/crossing.ts';
import type { State } from '../../domain/verdict/state.ts';
import { compareKeys, type KeyReport, keyColumns } from '../report/key-report.ts';
import { type CellValue, type ReportColumn, tagColumn, tagOf } from '../report/report-column.ts';
import { userColumns } from '../report/user-columns.ts';
import { compareUsers, isQuiet, type UserReport } from '../report/user-report.ts';
import type { ListSelection, SortField } from './list-selection.ts';

/** What every row of a list has, whatever it is about. */
export interface ListRow {
  readonly state: State;
  readonly exempt: unknown;
  readonly idleDays: number | null;
  readonly crossesThreshold: Crossing | null;
  readonly tags: { readonly [key: string]: string };
}

/** A kind of rows: its columns, its own order, and what differs between kinds. */
export interface RowKind<Row extends ListRow> {
  readonly columns: readonly ReportColumn<Row>[];
  readonly compare: (a: Row, b: Row) => number;
  readonly isUsable: (row: Row) => boolean;
  /** Whether the user is quiet by its own rhythm; no credential is. */
  readonly isQuiet: (row: Row) => boolean;
  /** Days since creation or rotation; null where that is not known. */
  readonly ageDays: (row: Row) => number | null;
}

export const userRows: RowKind<UserReport> = {
  columns: userColumns,
  compare: compareUsers,
  isUsable: ({ usable }) => usable === true,
  isQuiet,
  ageDays: () => null,
};

export const keyRows: RowKind<KeyReport> = {
  columns: keyColumns,
  compare: compareKeys,
  isUsable: ({ status }) => status === 'active',
  isQuiet: () => false,
  ageDays: ({ ageDays }) => ageDays,
};

/** The rows that a selection shows, in its order, and how many match it without its limit. */
export interface SelectedRows<Row> {
  readonly shown: readonly Row[];
  readonly matching: number;
}

export function selectRows<Row extends ListRow>(
  rows: readonly Row[],
  selection: ListSelection,
  kind: RowKind<Row>,
): SelectedRows<Row> {
  const matching = rows.filter((row) => isSelected(row, selection, kind));
  const sorted = matching.toSorted(orderOf(selection, kind));
  return { shown: sorted.slice(0, selection.limit), matching: matching.length };
}

/** The order of a selection: its fields, then that of the kind. */
export function orderOf<Row extends ListRow>(
  { sort }: Pick<ListSelection, 'sort'>,
  kind: RowKind<Row>,
): (a: Row, b: Row) => number {
  const order = sort.map((field) => orderBy(field, kind));
  return (a, b) => order.reduce((decided, compare) => decided || compare(a, b), 0) || kind.compare(a, b);
}

function isSelected<Row extends ListRow>(row: Row, selection: ListSelection, kind: RowKind<Row>): boolean {
  const { states, idleForDays = 0, olderThanDays, soonDays, goneQuiet, notExempt, usable, tags } = selection;
  const age = kind.ageDays(row);
  return (
    (states?.has(row.state) ?? true) &&
    (row.idleDays ?? 0) >= idleForDays &&
    (olderThanDays === undefined || (age !== null && age >= olderThanDays)) &&
    (soonDays === undefined || (row.crossesThreshold !== null && row.crossesThreshold.inDays <= soonDays)) &&
    !(goneQuiet && !kind.isQuiet(row)) &&
    !(notExempt && row.exempt !== null) &&
    !(usable && !kind.isUsable(row)) &&
    tags.every(({ key, value }) => {
      const found = tagOf(row, key);
      return found !== undefined && (value === undefined || found === value);
    })
  );
}

/** The column of a name that a selection has. */
export function columnOf<Row extends ListRow>(name: string, columns: readonly ReportColumn<Row>[]): ReportColumn<Row> {
  return columns.find((column) => column.name === name) ?? tagColumn(name.replace(/^tag:/, ''));
}

/** What is not known comes last, whatever the direction. */
function orderBy<Row extends ListRow>({ name, descending }: SortField, { columns }: RowKind<Row>) {
  const { value } = columnOf(name, columns);
  return (a: Row, b: Row): number => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return descending ? compareValues(right, left) : compareValues(left, right);
  };
}

function compareValues(a: NonNullable<CellValue>, b: NonNullable<CellValue>): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
