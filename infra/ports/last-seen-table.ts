import type { ChangeRecord } from '../../domain/history/change-record.ts';
import type { DayCounts, HistoryHead } from '../../domain/history/stored-history.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { State } from '../../domain/verdict/state.ts';

/** The table, local or in AWS. Every method throws where it cannot be reached; the caller may try again. */
export interface LastSeenTable {
  /** Everything that the table holds of one account (a consistent read), but older changes and counts. */
  readAccount(accountId: AccountId): Promise<StoredAccount>;
  /**
   * What the table holds of the users with this name (in any case), unique id or ARN, and of the account's Regions and
   * its run, as in `readAccount`. It may hold more of the account.
   */
  readUsers(accountId: AccountId, who: string): Promise<StoredAccount>;
  /** Makes one write. Returns how many requests that took. A sighting that loses against a later one is a success. */
  apply(write: TableWrite): Promise<number>;
  /** The accounts that have entries, in order. */
  accounts(): Promise<AccountId[]>;
  /** The account's latest run; undefined where none has finished. */
  readRun(accountId: AccountId): Promise<Run | undefined>;
  /** The assessments in one state, longest without activity first; `unreadable` counts those that cannot be read. */
  assessmentsInState(
    accountId: AccountId,
    state: State,
  ): Promise<{ readonly assessments: readonly Assessment[]; readonly unreadable: number }>;
  /**
   * Puts the head of the account's history in place of the one that was read; undefined: in place of none. False where
   * another run replaced it meanwhile.
   */
  replaceHistory(accountId: AccountId, before: HistoryHead | undefined, head: HistoryHead): Promise<boolean>;
  /** The changes recorded at that time and later, or all, in order; `unreadable` counts those that cannot be read. */
  changes(
    accountId: AccountId,
    from?: Instant,
  ): Promise<{ readonly changes: readonly ChangeRecord[]; readonly unreadable: number }>;
  /** The counts of that time's day and of later days, or of all, in order. */
  dailyCounts(accountId: AccountId, from?: Instant): Promise<DayCounts[]>;
  /** The head of the account's history; undefined where there is none. */
  readHistory(accountId: AccountId): Promise<HistoryHead | undefined>;
  /** Closes the connection. Do not use the table afterwards. */
  close(): Promise<void>;
}
