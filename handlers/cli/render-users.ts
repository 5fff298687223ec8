import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../domain/plain-text.ts';
import type { State } from '../../domain/verdict/state.ts';
import type { UserReport } from '../report/user-report.ts';
import { printableJson } from './printable-json.ts';
import type { Terminal } from './terminal.ts';

/** Users as a table for people, as wide as the terminal. */
export function usersTable(users: readonly UserReport[], terminal: Terminal): string {
  const several = new Set(users.map(({ accountId }) => accountId)).size > 1;
  const rows = users.map((user) => [
    ...(several ? [user.accountId] : []),
    plainText(user.userName),
    stateCell(user, terminal),
    user.idleDays === null ? '-' : `${user.idleDays}`,
    lastSeenCell(user),
    plainText(user.reason),
  ]);
  const head = [...(several ? ['ACCOUNT'] : []), 'USER', 'STATE', 'IDLE DAYS', 'LAST SEEN', 'WHY'];
  return renderTable(head, rows, terminal);
}

/** IAM's longest name and some more: a name that is cut off is of no use. */
const longestName = 66;

/** A table without borders, its last column wrapped to what the terminal leaves. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], terminal: Terminal): string {
  const widths = head
    .slice(0, -1)
    .map(
      (name, column) =>
        Math.min(Math.max(name.length, ...rows.map((row) => terminal.width(row[column] ?? ''))), longestName) + 2,
    );
  const left = Math.max(30, terminal.columns - widths.reduce((sum, width) => sum + width, 0));
  const last = Math.max(head.at(-1)?.length ?? 0, ...rows.map((row) => terminal.width(row.at(-1) ?? ''))) + 2;
  const table = new Table({
    head: head.map((name) => terminal.colors.bold(name)),
    colWidths: [...widths, Math.min(left, last)],
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: noBorders,
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`, `mid-mid`])
    .concat(['middle'])
    .map((name) => [name, '']),
);

function stateCell({ state, exempt }: UserReport, { colors }: Terminal): string {
  const paint: { readonly [state in State]: (text: string) => string } = {
    active: colors.green,
    idle: colors.red,
    'never-used': colors.red,
    new: colors.cyan,
    unknown: colors.yellow,
  };
  return `${paint[state](state)}${exempt === null ? '' : colors.dim(' (exempt)')}`;
}

function lastSeenCell({ lastActivity }: UserReport): string {
  return lastActivity === null ? 'never' : lastActivity.at.slice(0, 10);
}

/** One row a user; cells that a spreadsheet would run are quoted by an apostrophe. */
export function usersCsv(users: readonly UserReport[]): string {
  const rows = users.map((user) => ({
    accountId: user.accountId,
    userId: user.userId ?? '',
    userName: user.userName,
    arn: user.arn,
    createdAt: user.createdAt ?? '',
    state: user.state,
    exempt: user.exempt?.by ?? '',
    exemptUntil: user.exempt?.until ?? '',
    usable: user.usable ?? '',
    corroborated: user.corroborated,
    lastActivityAt: user.lastActivity?.at ?? '',
    lastActivitySource: user.lastActivity?.source ?? '',
    lastActivityEvent: user.lastActivity?.event ?? '',
    idleDays: user.idleDays ?? '',
    reason: user.reason,
    credentials: user.credentials.map(({ kind, id, status, state }) => `${kind} ${id} ${status} ${state}`).join('; '),
    tags: Object.entries(user.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join('; '),
  }));
  const cells = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, plainText(`${cell}`)])),
  );
  return stringify(cells, { header: true, columns: csvColumns, escape_formulas: true });
}

const csvColumns = [
  'accountId',
  'userId',
  'userName',
  'arn',
  'createdAt',
  'state',
  'exempt',
  'exemptUntil',
  'usable',
  'corroborated',
  'lastActivityAt',
  'lastActivitySource',
  'lastActivityEvent',
  'idleDays',
  'reason',
  'credentials',
  'tags',
];

/** One JSON value a line. */
export function ndjson(values: readonly unknown[]): string {
  return values.map((value) => `${printableJson(value)}\n`).join('');
}
