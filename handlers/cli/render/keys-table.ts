import { credentialWords } from '../../../domain/verdict/credential-words.ts';
import { type KeyReport, keyColumns } from '../../report/key-report.ts';
import type { ReportColumn } from '../../report/report-column.ts';
import type { Terminal } from '../terminal.ts';
import { commonLooks, rowsTable, type Sheet, type TableView } from './rows-table.ts';
import type { UsersView } from './users-table.ts';

/** Kind and id in one column: `key AKIA...`, `password`. */
const credentialColumn: ReportColumn<KeyReport> = {
  name: 'credential',
  value: ({ kind, id }) => credentialWords(kind, id),
};

/** Without a use it says whether there was none, or nobody knows. */
const lastUsedColumn: ReportColumn<KeyReport> = {
  name: 'lastUsedAt',
  value: ({ lastUse, lastUsed }) => lastUsed?.at.slice(0, 10) ?? lastUseWords[lastUse],
};

const lastUseWords: { readonly [use in KeyReport['lastUse']]: string } = {
  at: '-',
  never: 'never',
  'not-since': 'none seen',
  'not-tracked': 'no record',
  'not-reported': 'not known',
};

/** One line a credential. */
export function keysTable(keys: readonly KeyReport[], terminal: Terminal, view: UsersView): string[] {
  const { names, ...sheet } = keysSheet(keys, view);
  return rowsTable(names, keys, { ...sheet, terminal });
}

/** The columns that suit these credentials, unless they were chosen. */
export function keysSheet(
  keys: readonly KeyReport[],
  { columns = [], soonDays, isNamed = false }: UsersView,
): Sheet<KeyReport> {
  const view = { columns: [credentialColumn, lastUsedColumn, ...keyColumns], looks, isChosen: columns.length > 0 };
  if (view.isChosen) return { ...view, names: columns };
  const several = new Set(keys.map(({ accountId }) => accountId)).size > 1;
  const names = [
    ...(several ? ['accountId'] : []),
    ...(several && isNamed ? ['accountName'] : []),
    ...['userName', 'credential', 'status', 'ageDays', 'lastUsedAt', 'lastUsedSource', 'state'],
    ...(soonDays === undefined ? [] : ['crossesAt', 'becomes']),
  ];
  return { ...view, names };
}

/** An id can be copied where there is any room for it. The source of the last use goes first. */
const looks: TableView<KeyReport>['looks'] = {
  ...commonLooks,
  credential: { least: 24, overflow: 'middle' },
  kind: {},
  id: { least: 20, overflow: 'middle' },
  status: { drop: 1 },
  ageDays: { title: 'AGE', align: 'right' },
  lastUse: {},
  lastUsedAt: { title: 'LAST USED' },
  lastUsedSource: { title: 'SOURCE', drop: 2 },
  lastUsedEvent: { title: 'EVENT', least: 12, overflow: 'end' },
};
