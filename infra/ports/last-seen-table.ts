import type { AccountId } from '../../domain/ids.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { State } from '../../domain/verdict/state.ts';

/** The table, wherever it is. Every method throws where the table cannot be reached; the caller may ask again. */
export interface LastSeenTable {
  /** All that is remembered of one account, as of now (a consistent read). */
  readAccount(accountId: AccountId): Promise<StoredAccount>;
  /** Carries a write out and answers how many requests that took. A sighting that loses against a later one is done. */
  apply(write: TableWrite): Promise<number>;
  /** The accounts that have entries, in order. */
  accounts(): Promise<AccountId[]>;
  /** The account's latest run; undefined where none came to its end. */
  readRun(accountId: AccountId): Promise<Run | undefined>;
  /** The assessments in one state, longest without activity first, and how many more cannot be read. */
  assessmentsInState(
    accountId: AccountId,
    state: State,
  ): Promise<{ readonly assessments: readonly Assessment[]; readonly unreadable: number }>;
  /** Ends the connection; the table is not used afterwards. */
  close(): Promise<void>;
}
