/** The table as ingest writes to it. */

import type { Watch } from '../../domain/coverage/watch.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { IndependentWrite, SightingWrite } from '../../domain/table/table-write.ts';
import type { Instant, Month } from '../../domain/time.ts';

/** An awakening in the table that may not be published yet. Its delivery must publish it before it succeeds. */
export interface PendingAwakening {
  readonly deliveryId: string;
  readonly markedAt: Instant;
  readonly awakening: Awakening;
}

/** By the awakening's id. */
export type PendingAwakenings = ReadonlyMap<string, PendingAwakening>;

/**
 * One subject's entry. Its `days` are those in the entry itself: of the month of its latest sighting, and of earlier
 * months that were not moved yet.
 */
export interface StoredEntry {
  readonly lastSeen: LastSeen;
  readonly pendingAwakenings: PendingAwakenings;
}

/**
 * The table as ingest writes sightings to it, entry by entry. Every method throws where the table cannot be reached.
 */
export interface SightingTable {
  /** Makes one write; losing against something later is a success. */
  apply(write: IndependentWrite): Promise<unknown>;
  /**
   * Writes in one request, without reading, if all of this holds: the entry exists, nothing in it is later, no
   * awakening is pending, no key has to be removed, and neither the user nor a key in the write was last seen at
   * `dormantSince` or before. Returns what the entry held before; undefined where nothing was written: then read the
   * entry.
   */
  writeUnlessDormant(write: SightingWrite, dormantSince: Instant | undefined): Promise<LastSeen | undefined>;
  /**
   * Reads one entry for half the price of a consistent read, a tenth of a write. It may be the entry of some moments
   * ago: everything in it is in the table, and more may be.
   */
  readEventually(accountId: AccountId, entry: Entry): Promise<StoredEntry | undefined>;
  /** The same of a Region's entry. Its days are separate entries. */
  readWatchEventually(accountId: AccountId, entry: Entry): Promise<Watch | undefined>;
  /** Reads one entry (a consistent read); undefined where there is none. */
  readEntry(accountId: AccountId, entry: Entry): Promise<StoredEntry | undefined>;
  /** Writes, with these pending awakenings, if the entry is still as it was read; false where nothing was written. */
  writeIfUnchanged(
    before: StoredEntry | undefined,
    write: SightingWrite,
    pendingAwakenings: PendingAwakenings,
  ): Promise<boolean>;
  /** Removes a month's days from a subject's entry if they are these; otherwise they stay, which is a success. */
  removeDays(accountId: AccountId, entry: Entry, month: Month, bits: number): Promise<void>;
  /** Removes a pending awakening. If there is none, that is a success. */
  clearPendingAwakening(accountId: AccountId, entry: Entry, id: string): Promise<void>;
}
