import type { ChainHead } from '../../domain/chain-head.ts';
import type { ActIntent, ActOutcome } from '../../domain/evidence/act-record.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Act } from '../../domain/lifecycle/step.ts';
import type { PlacedRecord } from './act-store.ts';

/** A record that was appended. `unsigned`: why the key gave no signature, in words. */
export interface Appended extends ChainHead {
  readonly unsigned?: string | undefined;
}

/**
 * The evidence of acts, a chain for each account. An act takes two calls: `appendIntent` before its first call to IAM,
 * `appendOutcome` after its last one. Every method throws where the record cannot be stored: then nothing may be done.
 * A key that gives no signature stops every act but an undo, whose records say that they lack it.
 */
export interface ActLog {
  /** Stores what is about to be done. Its sequence is the `intent` of the outcome. */
  appendIntent(accountId: AccountId, intent: ActIntent): Promise<Appended>;
  /** Stores what came of that act. */
  appendOutcome(accountId: AccountId, outcome: ActOutcome, act: Act): Promise<Appended>;
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
   * Signs a SHA-256 digest; the signature is in DER. Throws where the key gives none: then only an undo is recorded,
   * and done.
   */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}
