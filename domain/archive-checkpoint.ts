import type { AccountId } from './ids.ts';
import { type Instant, plusDays } from './time.ts';

/**
 * What of one folder of an archive is in the table already. Only objects that were read whole, without any record that could not be
 * read, are finished: whatever may be missing is looked for again by every scan, and stays missing in its answer until it was found.
 */
export interface Checkpoint {
  /** As in the bucket: empty, or ends in `/`. */
  readonly folder: string;
  /** All that will ever lie in it is finished: it is not listed again, and `finished` is empty. */
  readonly settled: boolean;
  /** How many objects are finished. */
  readonly objects: number;
  /** Their marks; never a mark twice. */
  readonly finished: ReadonlySet<string>;
  /** Accounts that the records were of. */
  readonly accounts: readonly AccountId[];
}

export function newCheckpoint(folder: string): Checkpoint {
  return { folder, settled: false, objects: 0, finished: new Set(), accounts: [] };
}

/** The checkpoint with more objects finished. */
export function withFinished(before: Checkpoint, marks: readonly string[], accounts: readonly AccountId[]): Checkpoint {
  const finished = new Set([...before.finished, ...marks]);
  const all = [...new Set([...before.accounts, ...accounts])].sort();
  return { ...before, objects: finished.size, finished, accounts: all };
}

/** Files come late, seldom by more than hours: a day's folder is listed again until it has been over for two days. */
const lateDays = 2;

/** The checkpoint of a folder of which every object is finished; without a day it never settles. */
export function settledIfOver(checkpoint: Checkpoint, day: string | undefined, now: Instant): Checkpoint {
  if (day?.length !== 10 || plusDays(`${day}T00:00:00Z` as Instant, 1 + lateDays) > now) return checkpoint;
  return { ...checkpoint, settled: true, finished: new Set() };
}
