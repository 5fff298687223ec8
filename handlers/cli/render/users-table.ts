import { plainText } from '../../../domain/plain-text.ts';
import { userColumns } from '../../report/user-columns.ts';
import type { UserReport } from '../../report/user-report.ts';
import type { Terminal } from '../terminal.ts';
import { commonLooks, rowsTable, type TableView } from './rows-table.ts';
import { wrapHanging } from './text-width.ts';

/** What of the users a table shows. */
export interface UsersView {
  /** The columns that somebody chose; none: the usual ones. */
  readonly columns?: readonly string[];
  /** Where it is asked who crosses the threshold within so many days: the date then stands beside each. */
  readonly soonDays?: number | undefined;
  /** Whether a list of accounts gave them names: they then stand beside each. */
  readonly isNamed?: boolean;
}

/** What every user has in common stands once, above the table, unless the columns were chosen. */
export function usersTable(
  users: readonly UserReport[],
  terminal: Terminal,
  { columns = [], soonDays, isNamed = false }: UsersView = {},
): string[] {
  const view = { columns: userColumns, looks, terminal, isChosen: columns.length > 0 };
  if (view.isChosen) return rowsTable(columns, users, view);
  const several = new Set(users.map(({ accountId }) => accountId)).size > 1;
  const reasons = new Set(users.map(({ summary }) => summary));
  const [shared] = users.length > 1 && reasons.size === 1 ? reasons : [];
  const names = [
    ...(several ? ['accountId'] : []),
    ...(several && isNamed ? ['accountName'] : []),
    ...['userName', 'state', 'idleDays', 'lastActivityAt'],
    ...(soonDays === undefined ? [] : ['crossesAt', 'becomes']),
    ...(shared === undefined ? ['summary'] : []),
  ];
  const once = shared === undefined ? [] : wrapHanging(plainText(`all of these: ${shared}`), terminal.columns);
  return [...once, ...rowsTable(names, users, view)];
}

/** A name may be 64 characters long. The days say what the date says, so the date goes first where room is short. */
const looks: TableView<UserReport>['looks'] = {
  ...commonLooks,
  userName: { title: 'USER', least: 16, overflow: 'middle' },
  lastActivityAt: { title: 'LAST SEEN', drop: 1, absent: 'never' },
  lastActivitySource: { title: 'SOURCE' },
  lastActivityEvent: { title: 'EVENT', least: 12, overflow: 'end' },
  summary: { title: 'WHY', least: 34, overflow: 'end' },
  reason: { least: 34, overflow: 'wrap' },
  usable: {},
  corroborated: {},
  exemptUntil: {},
};
