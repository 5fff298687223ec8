import type { AccountId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';

/**
 * Keeps what a tenant answered until its run is finished: a large tenant takes several invocations, and one that was
 * killed is continued. Holds no tokens. Every method throws where the store cannot be reached.
 */
export interface KeptAnswers {
  /** When the unfinished reading began; undefined where there is none (a consistent read). */
  unfinished(accountId: AccountId): Promise<Instant | undefined>;
  /** Begins a reading, and removes what an earlier one left. */
  begin(accountId: AccountId, startedAt: Instant): Promise<void>;
  /** The kept answer to the request of this key, compressed (a consistent read). */
  find(accountId: AccountId, key: string): Promise<Uint8Array | undefined>;
  /** Keeps an answer. One that is too large for the store is not kept, and is asked for again. */
  keep(accountId: AccountId, key: string, answer: Uint8Array): Promise<void>;
  /** Removes the answers; the reading goes on. */
  forget(accountId: AccountId): Promise<void>;
  /** Ends the reading, and removes its answers. */
  end(accountId: AccountId): Promise<void>;
}
