import type { AccountId } from '../../domain/ids.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { IndependentWrite, SightingWrite } from '../../domain/table/table-write.ts';
import type { Instant } from '../../domain/time.ts';

/** An awakening that is in the table and not known to be published. Its delivery must not end before it is. */
export interface PendingAwakening {
  readonly deliveryId: string;
  readonly markedAt: Instant;
  readonly awakening: Awakening;
}

/** By the awakening's id. */
export type PendingAwakenings = ReadonlyMap<string, PendingAwakening>;

/** One subject's entry. Its `days` are empty: they are entries of their own. */
export interface StoredEntry {
  readonly lastSeen: LastSeen;
  readonly pendingAwakenings: PendingAwakenings;
}

/**
 * The table as ingest writes sightings to it, entry by entry. Every method throws where the table cannot be reached.
 */
export interface SightingTable {
  /** Carries a write out; one that loses against something later is done. */
  apply(write: IndependentWrite): Promise<unknown>;
  /**
   * Writes in one request, without reading, but only if all of this holds: the entry is there, nothing in it is later,
   * no awakening is pending, no key has to be forgotten, and neither the user nor a key in the write was last seen at
   * `dormantSince` or before. Answers what the entry held before; undefined where nothing was written: read it then.
   */
  writeUnlessDormant(write: SightingWrite, dormantSince: Instant | undefined): Promise<LastSeen | undefined>;
  /** Reads one entry, consistently; undefined where it is not there. */
  readEntry(accountId: AccountId, entry: Entry): Promise<StoredEntry | undefined>;
  /** Writes, with these pending awakenings, if the entry is as it was read; false where nothing was written. */
  writeIfUnchanged(
    before: StoredEntry | undefined,
    write: SightingWrite,
    pendingAwakenings: PendingAwakenings,
  ): Promise<boolean>;
  /** Removes a pending awakening; success where it is gone already. */
  clearPendingAwakening(accountId: AccountId, entry: Entry, id: string): Promise<void>;
}
