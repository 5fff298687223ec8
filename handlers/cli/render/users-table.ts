import { plainText } from '../../../domain/plain-text.ts';
import type { ReportColumn } from '../../report/report-column.ts';
import { userColumns } from '../../report/user-columns.ts';
import type { UserReport } from '../../report/user-report.ts';
import type { Terminal } from '../terminal.ts';
import { commonLooks, rowsTable, type Sheet, type TableView } from './rows-table.ts';
import { wrapHanging } from './text-width.ts';

/** What of the users a table shows. */
export interface UsersView {
  /** The columns that somebody chose; none: the usual ones. */
  readonly columns?: readonly string[];
  /** Where it is asked who crosses the threshold within so many days: the date then stands beside each. */
  readonly soonDays?: number | undefined;
  /** Where it is asked who has gone quiet: the rhythm stands in place of the reason. */
  readonly goneQuiet?: boolean;
  /** Whether a list of accounts gave them names: they then stand beside each. */
  readonly isNamed?: boolean;
}

/** What every user has in common stands once, above the table. */
export function usersTable(users: readonly UserReport[], terminal: Terminal, view: UsersView = {}): string[] {
  const { names, once, ...sheet } = usersSheet(users, view);
  const above = once === undefined ? [] : wrapHanging(plainText(once), terminal.columns);
  return [...above, ...rowsTable(names, users, { ...sheet, terminal })];
}

/** The columns that suit these users, unless they were chosen. */
export function usersSheet(
  users: readonly UserReport[],
  { columns = [], soonDays, goneQuiet = false, isNamed = false }: UsersView,
): Sheet<UserReport> {
  const view = { columns: [lastSeenColumn, ...userColumns], looks, isChosen: columns.length > 0 };
  if (view.isChosen) return { ...view, names: columns };
  const several = new Set(users.map(({ accountId }) => accountId)).size > 1;
  const reasons = new Set(users.map(({ summary }) => summary));
  const [shared] = users.length > 1 && reasons.size === 1 ? reasons : [];
  const names = [
    ...(several ? ['accountId'] : []),
    ...(several && isNamed ? ['accountName'] : []),
    ...['userName', 'state', 'idleDays', 'lastActivityAt'],
    ...(users.some(({ person }) => person != null) ? ['person'] : []),
    ...(soonDays === undefined ? [] : ['crossesAt', 'becomes']),
    ...(goneQuiet ? ['rhythm'] : shared === undefined ? ['summary'] : []),
  ];
  return { ...view, names, ...(shared !== undefined && { once: `all of these: ${shared}` }) };
}

/** Who is idle without a known activity was silent for as long as its provider knows: that is not never. */
const lastSeenColumn: ReportColumn<UserReport> = {
  name: 'lastActivityAt',
  value: ({ lastActivity, state }) => lastActivity?.at ?? (state === 'idle' ? 'none seen' : null),
  isTime: true,
};

/** A name may be 64 characters long. The days say what the date says, so the date goes first where room is short. */
const looks: TableView<UserReport>['looks'] = {
  ...commonLooks,
  userName: { title: 'USER', least: 16, overflow: 'middle' },
  lastActivityAt: { title: 'LAST SEEN', drop: 1, absent: 'never' },
  lastActivitySource: { title: 'SOURCE' },
  lastActivityEvent: { title: 'EVENT', least: 12, overflow: 'end' },
  person: { least: 12, overflow: 'middle' },
  rhythm: { least: 34, overflow: 'wrap' },
  quiet: {},
  summary: { title: 'WHY', least: 34, overflow: 'end' },
  reason: { least: 34, overflow: 'wrap' },
  usable: {},
  corroborated: {},
  proven: {},
  exemptUntil: {},
};
