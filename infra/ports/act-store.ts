import type { ChainHead } from '../../domain/chain-head.ts';
import type { AccountId } from '../../domain/ids.ts';

/** Where the records of acts lie, in order of their numbers. Every method throws where they cannot be reached. */
export interface ActRecords {
  /** Puts a record, whole and for good. False where its number is taken: no record is ever replaced. */
  putAct(accountId: AccountId, sequence: number, text: string): Promise<boolean>;
  readAct(accountId: AccountId, sequence: number): Promise<string | undefined>;
  /** Every record that is there, by its place, in order. A place without its record is left out. */
  readActs(accountId: AccountId): Promise<readonly PlacedRecord[]>;
}

/** A record at its place, as it is stored. */
export interface PlacedRecord {
  readonly sequence: number;
  readonly text: string;
}

/** The ends of the chains, kept apart from the records. Every method throws where they cannot be reached. */
export interface ChainHeads {
  /** Undefined where there is none (a consistent read). */
  readChainHead(accountId: AccountId): Promise<ChainHead | undefined>;
  /** Moves the end by one record. False where it does not stand at the record before. */
  advanceChainHead(accountId: AccountId, head: ChainHead): Promise<boolean>;
}

/** The records of acts and the ends of their chains. */
export type ActStore = ActRecords & ChainHeads;
