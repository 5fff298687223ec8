import type { Malformed } from '../cloudtrail/record.ts';
import type { RecordFold } from '../cloudtrail/record-fold.ts';
import type { AccountId } from '../ids.ts';
import { type Entry, entryOf } from '../sightings/entry.ts';
import { type Instant, plusDays } from '../time.ts';

/**
 * How much of one folder of an archive is in the table already. Only an object that was read whole is finished: every
 * scan tries the others again. A record of a finished object that could not be read stays as a gap: every later scan
 * reports it as missing.
 */
export interface Checkpoint {
  /** The folder's prefix in the bucket: empty, or ends in `/`. */
  readonly folder: string;
  /** Every object is finished and no more will come. The folder is not listed again, and `finished` is empty. */
  readonly settled: boolean;
  /** How many objects are finished. */
  readonly objects: number;
  /** The marks of the finished objects, each once. */
  readonly finished: ReadonlySet<string>;
  /** The accounts of the records. */
  readonly accounts: readonly AccountId[];
  /** Unreadable records of finished objects, one for each subject. One without a subject may be of any user. */
  readonly gaps: readonly Malformed[];
}

/** Nothing of the folder was read yet. */
export function newCheckpoint(folder: string): Checkpoint {
  return { folder, settled: false, objects: 0, finished: new Set(), accounts: [], gaps: [] };
}

/** Adds finished objects to a checkpoint. */
export function withFinished(before: Checkpoint, more: Pick<Checkpoint, 'accounts' | 'finished' | 'gaps'>): Checkpoint {
  const finished = new Set([...before.finished, ...more.finished]);
  const accounts = [...new Set([...before.accounts, ...more.accounts])].sort();
  const gaps = [...new Map([...before.gaps, ...more.gaps].map((gap) => [subjectOf(gap), gap])).values()];
  return { ...before, objects: finished.size, finished, accounts, gaps };
}

const subjectOf = ({ subject }: Malformed): string =>
  subject === undefined ? '' : `${subject.accountId} ${entryOf(subject)}`;

/** The unreadable records of a fold. */
export function gapsOf({ unreadable, unattributed }: Pick<RecordFold, 'unreadable' | 'unattributed'>): Malformed[] {
  const attributed = [...unreadable.values()].flatMap((fields) => [...fields.values()]);
  return unattributed === undefined ? attributed : [...attributed, unattributed];
}

/** Adds the gaps of earlier scans to a fold, as if it had read the records itself. */
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

/** Files come late, seldom by more than hours. So a day's folder is listed until two days after that day ended. */
const lateDays = 2;

/** Settles the checkpoint of a finished folder once its day is over; a folder without a day never settles. */
export function settledIfOver(checkpoint: Checkpoint, day: string | undefined, now: Instant): Checkpoint {
  if (day?.length !== 10 || plusDays(`${day}T00:00:00Z` as Instant, 1 + lateDays) > now) return checkpoint;
  return { ...checkpoint, settled: true, finished: new Set() };
}
