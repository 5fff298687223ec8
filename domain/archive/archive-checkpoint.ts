import type { Malformed } from '../cloudtrail/record.ts';
import type { RecordFold } from '../cloudtrail/record-fold.ts';
import type { AccountId } from '../ids.ts';
import { type Entry, entryOf } from '../sightings/entry.ts';
import { type Instant, plusDays } from '../time.ts';

/**
 * What the table already holds of one folder of an archive. Only objects that were read whole are finished; every scan
 * tries the others again. A record that nobody can read stays as a gap: the answer of every scan says that it is
 * missing.
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
  /** Records of finished objects that could not be read, one for each subject; one without a subject is of anybody. */
  readonly gaps: readonly Malformed[];
}

export function newCheckpoint(folder: string): Checkpoint {
  return { folder, settled: false, objects: 0, finished: new Set(), accounts: [], gaps: [] };
}

/** The checkpoint with more objects finished. */
export function withFinished(before: Checkpoint, more: Pick<Checkpoint, 'accounts' | 'finished' | 'gaps'>): Checkpoint {
  const finished = new Set([...before.finished, ...more.finished]);
  const accounts = [...new Set([...before.accounts, ...more.accounts])].sort();
  const gaps = [...new Map([...before.gaps, ...more.gaps].map((gap) => [subjectOf(gap), gap])).values()];
  return { ...before, objects: finished.size, finished, accounts, gaps };
}

const subjectOf = ({ subject }: Malformed): string =>
  subject === undefined ? '' : `${subject.accountId} ${entryOf(subject)}`;

/** The records of a fold that could not be read. */
export function gapsOf({ unreadable, unattributed }: Pick<RecordFold, 'unreadable' | 'unattributed'>): Malformed[] {
  const own = [...unreadable.values()].flatMap((fields) => [...fields.values()]);
  return unattributed === undefined ? own : [...own, unattributed];
}

/** Puts gaps that earlier scans met into a fold, as if it had met them. */
export function addGaps(fold: RecordFold, gaps: readonly Malformed[]): void {
  for (const gap of gaps) {
    if (gap.subject === undefined) {
      fold.unattributed ??= gap;
      continue;
    }
    const fields = fold.unreadable.get(gap.subject.accountId) ?? new Map<Entry, Malformed>();
    fold.unreadable.set(gap.subject.accountId, fields.set(entryOf(gap.subject), gap));
  }
}

/** Files come late, seldom by more than hours: a day's folder is listed again until it has been over for two days. */
const lateDays = 2;

/** The checkpoint of a folder of which every object is finished; without a day it never settles. */
export function settledIfOver(checkpoint: Checkpoint, day: string | undefined, now: Instant): Checkpoint {
  if (day?.length !== 10 || plusDays(`${day}T00:00:00Z` as Instant, 1 + lateDays) > now) return checkpoint;
  return { ...checkpoint, settled: true, finished: new Set() };
}
