import type { AccountId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';

/** A reading of a tenant that is not finished. */
export interface KeptReading {
  readonly startedAt: Instant;
  /** By the key of its request: each answer that came, compressed. */
  readonly answers: ReadonlyMap<string, Uint8Array>;
}

/**
 * Keeps what a tenant answered until its run is finished: a large tenant takes several invocations, and one that was
 * killed is continued. Holds no tokens. Every method throws where the store cannot be reached.
 */
export interface KeptAnswers {
  /** When the unfinished reading began; undefined where there is none (a consistent read, as those below). */
  unfinished(accountId: AccountId): Promise<Instant | undefined>;
  /** The unfinished reading with its answers. */
  read(accountId: AccountId): Promise<KeptReading | undefined>;
  /** Begins a reading, and removes what an earlier one left. */
  begin(accountId: AccountId, startedAt: Instant): Promise<void>;
  /** Keeps an answer. One that is too large for the store is not kept, and is asked for again. */
  keep(accountId: AccountId, key: string, answer: Uint8Array): Promise<void>;
  /** Removes the answers; the reading goes on. */
  forget(accountId: AccountId): Promise<void>;
  /** Ends the reading, and removes its answers. */
  end(accountId: AccountId): Promise<void>;
}
