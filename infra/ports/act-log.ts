import type { AccountId } from '../../domain/ids.ts';
import type { ActIntent, ActOutcome, ChainHead } from '../../domain/lifecycle/act-record.ts';
import type { PlacedRecord } from './act-store.ts';

/**
 * The evidence of acts, a chain for each account. An act takes two calls: `appendIntent` before its first call to IAM,
 * `appendOutcome` after its last one. Every method throws where the record cannot be stored: then nothing may be done.
 */
export interface ActLog {
  /** Stores what is about to be done. Its sequence is the `intent` of the outcome. */
  appendIntent(accountId: AccountId, intent: ActIntent): Promise<ChainHead>;
  appendOutcome(accountId: AccountId, outcome: ActOutcome): Promise<ChainHead>;
  /** The end of the chain; undefined where there is none. It may be one record behind after a crash. */
  head(accountId: AccountId): Promise<ChainHead | undefined>;
  /** Every record, in order, as it is stored. */
  readAll(accountId: AccountId): Promise<readonly PlacedRecord[]>;
}
