import type { ChainHead } from '../../domain/chain-head.ts';
import type { ActIntent, ActOutcome } from '../../domain/evidence/act-record.ts';
import type { AccountId } from '../../domain/ids.ts';
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

/** A key that signs records of acts, for P-256. */
export interface RecordSigner {
  /** ARN of the key. */
  readonly key: string;
  /**
   * Signs a SHA-256 digest; the signature is in DER. Throws where the key gives none: then nothing is recorded, and
   * nothing may be done.
   */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}
