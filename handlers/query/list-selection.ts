import { okUnless, type Parsed, type Problem } from '../../domain/parsed.ts';
import { type Bounds, parseWhole, settingBounds } from '../../domain/settings/bounds.ts';
import { isUnused, type State, states } from '../../domain/verdict/state.ts';
import { namesTodo } from '../near-names.ts';

/** What a list shows, as it was typed; undefined where it was not. */
export interface RawListSelection {
  readonly state?: readonly string[];
  readonly idleFor?: string;
  readonly olderThan?: string;
  readonly soon?: string;
  readonly goneQuiet?: boolean;
  readonly notExempt?: boolean;
  readonly usable?: boolean;
  readonly tag?: readonly string[];
  readonly sort?: string;
  readonly columns?: string;
  readonly limit?: string;
}

/** A tag that a user must have; with any value where it is undefined. */
export interface WantedTag {
  readonly key: string;
  readonly value: string | undefined;
}

/** One field to sort by. */
export interface SortField {
  readonly name: string;
  readonly descending: boolean;
}

/** Which rows a list shows, in which order and with which columns. Names of columns are those of its rows. */
export interface ListSelection {
  /** Undefined: all. */
  readonly states: ReadonlySet<State> | undefined;
  readonly idleForDays: number | undefined;
  readonly olderThanDays: number | undefined;
  readonly soonDays: number | undefined;
  /** Only users who are quiet by their own rhythm. */
  readonly goneQuiet: boolean;
  readonly notExempt: boolean;
  readonly usable: boolean;
  /** All of them must match. */
  readonly tags: readonly WantedTag[];
  /** The first decides, the next where it is equal; empty: the list's own order. Who crosses soon stands by date. */
  readonly sort: readonly SortField[];
  /** Empty: the columns of the format. */
  readonly columns: readonly string[];
  readonly limit: number | undefined;
}

/** Every row, in the list's own order. */
export const everyRow: ListSelection = {
  states: undefined,
  idleForDays: undefined,
  olderThanDays: undefined,
  soonDays: undefined,
  goneQuiet: false,
  notExempt: false,
  usable: false,
  tags: [],
  sort: [],
  columns: [],
  limit: undefined,
};

/** The same rows, whenever they cross the threshold, and without the limit. */
export const atAnyTime = (selection: ListSelection): ListSelection => ({
  ...selection,
  soonDays: undefined,
  limit: undefined,
});

/** A column as far as its names matter. */
export interface NamedColumn {
  readonly name: string;
  readonly aliases?: readonly string[];
}

type Report = (field: keyof RawListSelection, given: string, todo: string) => undefined;

/** Reads a selection of rows with these columns; reports every wrong option, with the names that may be meant. */
export function parseListSelection(raw: RawListSelection, columns: readonly NamedColumn[]): Parsed<ListSelection> {
  const problems: Problem[] = [];
  const report: Report = (field, given, todo) => void problems.push({ field, given, todo });
  const { idleForDays, olderThanDays, soonDays, limit } = settingBounds;
  return okUnless(problems, {
    states: readStates(raw.state, report),
    idleForDays: readWhole('idleFor', raw.idleFor, idleForDays, report),
    olderThanDays: readWhole('olderThan', raw.olderThan, olderThanDays, report),
    soonDays: readWhole('soon', raw.soon, soonDays, report),
    goneQuiet: raw.goneQuiet === true,
    notExempt: raw.notExempt === true,
    usable: raw.usable === true,
    tags: (raw.tag ?? []).flatMap((text) => readTag(text, report)),
    sort: partsOf(raw.sort ?? (raw.soon === undefined ? undefined : 'crossesAt')).flatMap((text) =>
      readSort(text, columns, report),
    ),
    columns: partsOf(raw.columns).flatMap((text) => readColumn('columns', text, columns, report) ?? []),
    limit: readWhole('limit', raw.limit, limit, report),
  });
}

/** Whether rows are left out, or put in another order. */
export function isSelective({ columns: _, ...selection }: ListSelection): boolean {
  return Object.values(selection).some((each) => each !== undefined && each !== false && !isEmptyList(each));
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** The parts of a list with commas between; an empty text is one part, which is no name. */
const partsOf = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').map((part) => part.trim());

const stateNames = [...states, 'unused'] as const;

function readStates(given: readonly string[] | undefined, report: Report): ReadonlySet<State> | undefined {
  if (given === undefined) return undefined;
  const found = given.flatMap(partsOf).flatMap((text): readonly State[] => {
    const name = stateNames.find((state) => state === text.toLowerCase());
    if (name === undefined) report('state', text, namesTodo(text, stateNames));
    return name === undefined ? [] : name === 'unused' ? states.filter(isUnused) : [name];
  });
  return new Set(found);
}

function readWhole(
  field: 'idleFor' | 'olderThan' | 'soon' | 'limit',
  text: string | undefined,
  bounds: Bounds,
  report: Report,
): number | undefined {
  if (text === undefined) return undefined;
  const what = field === 'limit' ? 'a whole number' : 'whole days';
  return parseWhole(text, bounds) ?? report(field, text, `give ${what} from ${bounds.min} to ${bounds.max}`);
}

/** Reads `KEY` or `KEY=VALUE`, split at the first `=`. */
function readTag(text: string, report: Report): WantedTag[] {
  const cut = text.indexOf('=');
  const key = cut < 0 ? text : text.slice(0, cut);
  if (key === '') report('tag', text, "give a tag's key, or KEY=VALUE");
  return key === '' ? [] : [{ key, value: cut < 0 ? undefined : text.slice(cut + 1) }];
}

/** Reads `FIELD`, `-FIELD`, `FIELD:desc` or `FIELD:asc`. */
function readSort(text: string, columns: readonly NamedColumn[], report: Report): SortField[] {
  const [, minus, field = '', way] = /^(-?)(.*?)(?::(asc|desc))?$/is.exec(text) ?? [];
  const name = readColumn('sort', field, columns, report);
  return name === undefined ? [] : [{ name, descending: minus === '-' || way?.toLowerCase() === 'desc' }];
}

/** The name of a column: case and hyphens do not matter (`idle-days`); a tag's column is `tag:KEY`. */
function readColumn(
  field: 'sort' | 'columns',
  text: string,
  columns: readonly NamedColumn[],
  report: Report,
): string | undefined {
  const tag = /^tag:(.+)$/is.exec(text)?.[1];
  if (tag !== undefined) return `tag:${tag}`;
  const wanted = plain(text);
  const found = columns.find(({ name, aliases = [] }) => [name, ...aliases].some((each) => plain(each) === wanted));
  if (found !== undefined) return found.name;
  const short = columns.flatMap(({ aliases = [] }) => aliases);
  return report(field, text, namesTodo(text, [...columns.map(({ name }) => name), 'tag:KEY'], short));
}

const plain = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');
