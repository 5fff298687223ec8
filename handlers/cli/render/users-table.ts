import { plainText } from '../../../domain/plain-text.ts';
import type { State } from '../../../domain/verdict/state.ts';
import type { UserReport } from '../../report/user-report.ts';
import type { Terminal } from '../terminal.ts';
import { type Cell, type Column, renderTable } from './table.ts';
import { wrapHanging } from './text-width.ts';

/** What every user has in common stands once, above the table. */
export function usersTable(users: readonly UserReport[], terminal: Terminal): string[] {
  const several = new Set(users.map(({ accountId }) => accountId)).size > 1;
  const reasons = new Set(users.map(({ summary }) => summary));
  const [shared] = users.length > 1 && reasons.size === 1 ? reasons : [];
  const shown = columns.filter(
    ({ title }) => (several || title !== 'ACCOUNT') && (shared === undefined || title !== 'WHY'),
  );
  const rows = users.map((user) => shown.map(({ title }) => cells[title](user, terminal)));
  const once = shared === undefined ? [] : wrapHanging(plainText(`all of these: ${shared}`), terminal.columns);
  return [...once, ...renderTable(shown, rows, terminal)];
}

type Title = 'ACCOUNT' | 'USER' | 'STATE' | 'DAYS' | 'LAST SEEN' | 'WHY';

/** A name may be 64 characters long. The days say what the date says, so the date goes first where room is short. */
const columns: readonly (Column & { readonly title: Title })[] = [
  { title: 'ACCOUNT' },
  { title: 'USER', least: 16, overflow: 'middle' },
  { title: 'STATE' },
  { title: 'DAYS', align: 'right' },
  { title: 'LAST SEEN', drop: 1 },
  { title: 'WHY', least: 34, overflow: 'end' },
];

const cells: { readonly [title in Title]: (user: UserReport, terminal: Terminal) => Cell } = {
  ACCOUNT: ({ accountId }) => accountId,
  USER: ({ userName }) => userName,
  STATE: ({ state }, { colors }) => ({ text: state, paint: colors[stateColors[state]] }),
  DAYS: ({ idleDays }) => (idleDays === null ? '-' : `${idleDays}`),
  'LAST SEEN': ({ lastActivity }) => (lastActivity === null ? 'never' : lastActivity.at.slice(0, 10)),
  WHY: ({ summary }) => summary,
};

const stateColors: { readonly [state in State]: 'green' | 'red' | 'cyan' | 'yellow' } = {
  active: 'green',
  idle: 'red',
  'never-used': 'red',
  new: 'cyan',
  unknown: 'yellow',
};
