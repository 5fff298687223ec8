import { type PageData, shownStates, type UserColumns } from './page-data.ts';

/** What a user can be asked for beside its state. */
export const onlyNames = ['notExempt', 'usable', 'quiet'] as const;

export type Only = (typeof onlyNames)[number];

const passes: { readonly [only in Only]: (users: UserColumns, index: number) => boolean } = {
  notExempt: ({ exempt }, index) => exempt[index] === 0,
  usable: ({ usable }, index) => usable[index] === 1,
  quiet: ({ isQuiet }, index) => isQuiet[index] === true,
};

/** Which users the table shows, and in which order. */
export interface View extends Readonly<Record<Only, boolean>> {
  /** `all`, `unused` or a state. */
  readonly state: string;
  readonly query: string;
  /** Undefined: the order of the file, the most urgent first. */
  readonly sort: { readonly column: string; readonly descending: boolean } | undefined;
}

export const everyUser: View = {
  state: 'all',
  notExempt: false,
  usable: false,
  quiet: false,
  query: '',
  sort: undefined,
};

/** The users of the view, by their places in the columns. */
export function usersIn(data: PageData, view: View): number[] {
  const { users } = data;
  const words = view.query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = users.name.flatMap((_, index) => (isShown(data, view, index, words) ? [index] : []));
  return view.sort === undefined ? found : found.sort(compareBy(users, data.words, view.sort));
}

function isShown({ users, words }: PageData, view: View, index: number, wanted: readonly string[]): boolean {
  const state = shownStates[users.state[index] ?? 2];
  const isUnused = state === 'idle' || state === 'never-used';
  if (view.state !== 'all' && !(view.state === 'unused' ? isUnused : state === view.state)) return false;
  if (!onlyNames.every((only) => !view[only] || passes[only](users, index))) return false;
  return wanted.length === 0 || wanted.every((word) => textOf(users, words, index).includes(word));
}

/** Everything of a user that can be searched. */
function textOf(users: UserColumns, words: readonly string[], index: number): string {
  const { account, label, owner, tags, groups, person, call, exempt } = users;
  const columns = [account, label, owner, tags, groups, person, call, exempt];
  const credentials = users.credentials[index]?.map(([kind, id]) => `${words[kind]} ${id}`) ?? [];
  return [
    ...[users.name, users.arn, users.userId, users.eventId, users.reason].map((column) => column[index]),
    ...columns.map((column) => words[column[index] ?? 0]),
    ...credentials,
  ]
    .join('\n')
    .toLowerCase();
}

type Cell = string | number | null;

/** What is not known comes last, in both directions; equal users keep the order of the file. */
function compareBy(users: UserColumns, words: readonly string[], { column, descending }: NonNullable<View['sort']>) {
  const cell = cellOf(users, words, column);
  return (a: number, b: number): number => {
    const [left, right] = [cell(a), cell(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    const order = left < right ? -1 : left > right ? 1 : 0;
    return (descending ? -order : order) || a - b;
  };
}

function cellOf(users: UserColumns, words: readonly string[], column: string): (index: number) => Cell {
  const known = (text: string | undefined) => (text === undefined || text === '' ? null : text);
  switch (column) {
    case 'name':
      return (index) => known(users.name[index]?.toLowerCase());
    case 'state':
      return (index) => users.state[index] ?? null;
    case 'idleDays':
      return (index) => users.idleDays[index] ?? null;
    case 'lastAt':
      return (index) => known(users.lastAt[index]);
    case 'crosses':
      return (index) => known(users.crosses[index]);
    case 'owner':
      return (index) => known(words[users.owner[index] ?? 0]);
    default:
      return (index) => index;
  }
}
