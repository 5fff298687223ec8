import type { Counts } from '../../../domain/verdict/counts.ts';
import { numberWords } from '../../report/count-words.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';
import { wrapHanging } from './text-width.ts';

/** The totals of one account. */
export interface AccountTotals {
  readonly accountId: string;
  readonly accountName?: string | null;
  readonly counts?: Counts;
  /** What is missing of the account, where that is known. */
  readonly missing?: readonly string[];
}

/** At most so many accounts, and the command or option that shows all of them. */
export interface AccountsLimit {
  readonly rows: number;
  readonly how: string;
}

const columns: readonly Column[] = [
  { title: 'ACCOUNT' },
  { title: 'NAME', least: 10, overflow: 'middle' },
  { title: 'USERS', align: 'right' },
  { title: 'UNUSED', align: 'right' },
  { title: 'NOT EXEMPT', align: 'right', drop: 2 },
  { title: 'UNKNOWN', align: 'right' },
  { title: 'KEYS', align: 'right', drop: 1 },
  { title: 'PASSWORDS', align: 'right', drop: 3 },
];

/** One line an account, most unused users first; none where there is one account alone. */
export function accountsTable(
  accounts: readonly AccountTotals[],
  terminal: Terminal,
  limit: AccountsLimit | undefined,
): string[] {
  const counted = accounts.flatMap((account) =>
    account.counts === undefined ? [] : [{ ...account, counts: account.counts }],
  );
  if (counted.length <= 1) return [];
  const sorted = counted.toSorted(
    (a, b) => rankOf(b.counts) - rankOf(a.counts) || (a.accountId < b.accountId ? -1 : 1),
  );
  const shown = sorted.slice(0, limit?.rows);
  const isNamed = accounts.some(({ accountName }) => (accountName ?? null) !== null);
  const layout = isNamed ? columns : columns.filter(({ title }) => title !== 'NAME');
  const rows = shown.map((account) => cellsOf(account, isNamed));
  const more = sorted.length - shown.length;
  const rest = more === 0 ? [] : wrapHanging(`and ${numberWords(more)} more accounts: ${limit?.how}`, terminal.columns);
  return [...renderTable(layout, rows, terminal), ...rest];
}

/** Unused users weigh more than any number of unknown ones. */
const rankOf = ({ unused, unknown }: Counts) => unused + unknown / 1e6;

/** A star stands where something is missing of the account. */
function cellsOf(account: AccountTotals & { readonly counts: Counts }, isNamed: boolean): string[] {
  const { accountId, accountName, counts, missing = [] } = account;
  const { users, unused, unusedNotExempt, unknown, unusedAccessKeys, unusedPasswords } = counts;
  const numbers = [users, unused, unusedNotExempt, unknown, unusedAccessKeys, unusedPasswords].map(numberWords);
  return [`${accountId}${missing.length === 0 ? '' : '*'}`, ...(isNamed ? [accountName ?? '-'] : []), ...numbers];
}
