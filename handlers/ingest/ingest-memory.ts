/** What a Lambda sandbox remembers of the table, to save writes. */

import type { Watch } from '../../domain/coverage/watch.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { type BoundedMap, boundedMap } from './bounded-map.ts';

/** What a Lambda sandbox remembers of one subject. */
export interface Remembered {
  /** The table holds at least this. */
  readonly known: LastSeen;
  /** Seen since, within the resolution. The next write includes it; losing it breaks no promise. */
  readonly pending: LastSeen | undefined;
}

/**
 * What a Lambda sandbox remembers of its writes, so that a sighting within the resolution costs no write. It is a lower
 * bound of the table: only confirmed writes are added. Forgetting costs a write, never a sighting.
 */
export interface IngestMemory {
  readonly subjects: BoundedMap<Remembered>;
  readonly watches: BoundedMap<Watch>;
  readonly accounts: BoundedMap<true>;
  /** How many more writes look first; 0 where no other sandbox was lately found to write. */
  readonly others: { looksLeft: number };
}

/** Four accounts of 5,000 users, IAM's quota; 40 MB when full. */
const subjectsRemembered = 20_000;

/** `random` returns a number from 0, inclusive, to 1, exclusive. */
export function newIngestMemory(bound = subjectsRemembered, random: () => number = Math.random): IngestMemory {
  return {
    subjects: boundedMap(bound, random),
    watches: boundedMap(bound, random),
    accounts: boundedMap(bound, random),
    others: { looksLeft: 0 },
  };
}

/** Adds what the table holds of a subject; `pending` replaces the earlier `pending`. */
export function remember(memory: IngestMemory, key: string, known: LastSeen, pending?: LastSeen): void {
  const before = memory.subjects.get(key)?.known;
  memory.subjects.set(key, { known: before === undefined ? known : mergeLastSeen(before, known), pending });
}
