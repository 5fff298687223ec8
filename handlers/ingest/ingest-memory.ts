import type { Watch } from '../../domain/coverage/coverage.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';

/** What a sandbox knows of one subject. */
export interface Remembered {
  /** The table holds at least this. */
  readonly known: LastSeen;
  /** Seen since, within the resolution: it goes with the next write. Losing it breaks no promise. */
  readonly pending: LastSeen | undefined;
}

/**
 * What a sandbox remembers of its writes, so that a sighting within the resolution costs none. Only ever a lower bound
 * of the table: nothing gets in before the write was confirmed. Forgetting costs a write, never a sighting.
 */
export interface IngestMemory {
  readonly subjects: BoundedMap<Remembered>;
  readonly watches: BoundedMap<Watch>;
  readonly accounts: BoundedMap<true>;
}

/** Enough for the 5,000 users of an account twice over; about 20 MB when full. */
const subjectsRemembered = 10_000;

export function newIngestMemory(bound = subjectsRemembered): IngestMemory {
  return { subjects: boundedMap(bound), watches: boundedMap(bound), accounts: boundedMap(bound) };
}

/** A map that never holds more than its bound: what was set longest ago goes first. */
export interface BoundedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

export function boundedMap<V>(bound: number): BoundedMap<V> {
  const entries = new Map<string, V>();
  return {
    get size() {
      return entries.size;
    },
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > bound) entries.delete(entries.keys().next().value as string);
    },
    delete: (key) => void entries.delete(key),
  };
}

/** Knows more of a subject from now on; `pending` replaces what was pending. */
export function remember(memory: IngestMemory, key: string, known: LastSeen, pending?: LastSeen): void {
  const before = memory.subjects.get(key)?.known;
  memory.subjects.set(key, { known: before === undefined ? known : mergeLastSeen(before, known), pending });
}
