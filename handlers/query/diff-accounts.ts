import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { type AccountDiff, type DiffReport, diffReport, noHistory } from '../report/diff-report.ts';
import { accountsToRead } from './accounts-to-read.ts';

/** What changed of which account after which time; undefined: since the last run of an earlier day. */
export interface DiffQuestion {
  readonly chosen: readonly AccountId[] | undefined;
  readonly since: Instant | undefined;
}

type DiffTable = Pick<LastSeenTable, 'accounts' | 'readHistory' | 'dailyCounts' | 'changes'>;

/** Compares each account now with what it was. Throws InputError where no run is later than `since`. */
export async function diffAccounts(table: DiffTable, { chosen, since }: DiffQuestion): Promise<DiffReport> {
  const report = await diffOfAll(table, await accountsToRead(table, chosen), since);
  if (report.accounts.length === 0) throw new InputError(noHistory);
  checkSince(report, since);
  return report;
}

/** Throws InputError where no run is later than `since`. */
export function checkSince({ accounts }: DiffReport, since: Instant | undefined): void {
  const latest = accounts
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1);
  if (since !== undefined && latest !== undefined && since > latest) {
    throw new InputError(`--since: the latest run is as of ${latest}; give an earlier time`);
  }
}

/** The same of these accounts; without any comparison where none has a history yet. */
export async function diffOfAll(
  table: DiffTable,
  accountIds: readonly AccountId[],
  since: Instant | undefined,
): Promise<DiffReport> {
  const accounts: (AccountDiff | AccountId)[] = [];
  for (const accountId of accountIds) accounts.push((await diffOf(table, accountId, since)) ?? accountId);
  return diffReport(accounts);
}

async function diffOf(table: DiffTable, accountId: AccountId, asked: Instant | undefined) {
  const history = await table.readHistory(accountId);
  const days = await table.dailyCounts(accountId);
  const latest = days.at(-1);
  if (history === undefined || latest === undefined) return undefined;
  const { beginsAt } = history;
  const wanted = asked ?? days.at(-2)?.asOf ?? beginsAt;
  const since = wanted < beginsAt ? beginsAt : wanted;
  const { changes, unreadable } = await table.changes(accountId, since);
  const before = days.findLast(({ asOf }) => asOf <= since);
  return { accountId, beginsAt, since, latest, before, changes: changes.filter(({ at }) => at > since), unreadable };
}
