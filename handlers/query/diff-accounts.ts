import pMap from 'p-map';
import type { DayCounts, HistoryHead } from '../../domain/history/stored-history.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { type AccountDiff, type DiffReport, diffReport, noHistory } from '../report/diff-report.ts';
import { accountsAtOnce, accountsToRead } from './accounts-to-read.ts';

/** What changed of which account after which time; undefined: since the last run of an earlier day. */
export interface DiffQuestion {
  readonly chosen: readonly AccountId[] | undefined;
  readonly since: Instant | undefined;
}

/** What an account's history begins with, and its counts by day. */
export interface AccountHistory {
  readonly accountId: AccountId;
  readonly head: HistoryHead | undefined;
  readonly days: readonly DayCounts[];
}

type DiffTable = Pick<LastSeenTable, 'accounts' | 'readHistory' | 'dailyCounts' | 'changes'>;

/** Compares each account now with what it was. Throws InputError where no run is later than `since`. */
export async function diffAccounts(table: DiffTable, { chosen, since }: DiffQuestion): Promise<DiffReport> {
  const readOne = async (accountId: AccountId): Promise<AccountHistory> => {
    const [head, days] = await Promise.all([table.readHistory(accountId), table.dailyCounts(accountId)]);
    return { accountId, head, days };
  };
  const histories = await pMap(await accountsToRead(table, chosen), readOne, { concurrency: accountsAtOnce });
  const report = await diffOfAll(table, histories, since);
  checkSince(report.accounts, since);
  if (report.accounts.length === 0) throw new InputError(noHistory);
  return report;
}

/** The same of these histories; without any comparison where none has begun. */
export async function diffOfAll(
  table: Pick<DiffTable, 'changes'>,
  histories: readonly AccountHistory[],
  since: Instant | undefined,
): Promise<DiffReport> {
  const diffs = await pMap(histories, async (history) => (await diffOf(table, history, since)) ?? history.accountId, {
    concurrency: accountsAtOnce,
  });
  return diffReport(diffs);
}

/** Throws InputError where no run of any account is later than `since`. */
export function checkSince(accounts: readonly { readonly asOf: Instant }[], since: Instant | undefined): void {
  const latest = accounts
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1);
  if (since !== undefined && latest !== undefined && since > latest) {
    throw new InputError(`--since: the latest run is as of ${latest}; give an earlier time`);
  }
}

async function diffOf(
  table: Pick<DiffTable, 'changes'>,
  { accountId, head, days }: AccountHistory,
  asked: Instant | undefined,
): Promise<AccountDiff | undefined> {
  const latest = days.at(-1);
  if (head === undefined || latest === undefined) return undefined;
  const { beginsAt } = head;
  const wanted = asked ?? days.at(-2)?.asOf ?? beginsAt;
  const since = wanted < beginsAt ? beginsAt : wanted;
  const { changes, unreadable } = await table.changes(accountId, since);
  const before = days.findLast(({ asOf }) => asOf <= since);
  return { accountId, beginsAt, since, latest, before, changes: changes.filter(({ at }) => at > since), unreadable };
}
