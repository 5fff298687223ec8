/** Reads the objects of one invocation into one fold. */

import { pMapIterable } from 'p-map';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { kindOfKey, type TrailKeyKind } from '../../domain/archive/trail-key.ts';
import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../domain/time.ts';
import { type FoldedFile, TrailFileReader } from '../../infra/trail/fold-trail-file.ts';
import { logFileOf } from '../trail/read-trail.ts';
import type { ReadLogFile } from '../trail/trail-reading.ts';
import type { IngestArchivePorts } from './archive-ports.ts';
import { type FetchedObject, fetchObject } from './fetch-object.ts';

/**
 * The outcome of one object. `read` and `skipped` are done; a digest that was checked counts as skipped. `failed` may
 * pass, `left` was not begun because time was short, `waiting` needs others first: these must be read again. All others
 * need a person: another try fails again until something is changed.
 */
export type ObjectOutcome =
  | { readonly kind: 'read'; readonly records: number }
  | { readonly kind: 'skipped'; readonly what: Exclude<TrailKeyKind, 'log'> | 'control-message' }
  | {
      readonly kind: 'missing' | 'denied' | 'archived' | 'too-large' | 'unreadable' | 'malformed';
      readonly why: string;
    }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | { readonly kind: 'left' }
  /** A digest whose log files, or whose public key, are not there yet. */
  | { readonly kind: 'waiting'; readonly why: string }
  /** A digest that is not as CloudTrail signed it, or whose log files are not. */
  | { readonly kind: 'altered'; readonly why: string };

/** The outcomes in the order of the objects, and the fold of all. It includes records read before a stream broke. */
export interface ObjectsRead {
  readonly outcomes: readonly ObjectOutcome[];
  readonly fold: RecordFold;
  /** The log files as a proof sees them, in the order in which they were read. */
  readonly logFiles: readonly ReadLogFile[];
}

export interface ReadObjectsContext extends Pick<IngestArchivePorts, 'open' | 'hasTime'> {
  readonly now: Instant;
  /** Whether log files are read for their hashes too. */
  readonly hashes: boolean;
}

/** While one object is scanned, the next are fetched. */
const objectsAtOnce = 8;

/** Four times the largest file that AWS writes. A larger one is not CloudTrail's and would take too much time. */
export const largestBytes = 200 * 1024 * 1024;

/**
 * Reads the log files among the objects into one fold, the large ones as streams. They are fetched side by side and
 * scanned one after the other, as they come: one scanner takes 18 MB.
 */
export async function readObjects(objects: readonly ObjectName[], context: ReadObjectsContext): Promise<ObjectsRead> {
  const reader = new TrailFileReader(context.now, { hashes: context.hashes });
  const outcomes: ObjectOutcome[] = [];
  const logFiles: ReadLogFile[] = [];
  const fetch = async ([index, object]: [number, ObjectName]) => ({
    index,
    object,
    fetched: await fetchLogFile(object, context),
  });
  const asTheyCome = { concurrency: objectsAtOnce, preserveOrder: false };
  for await (const { index, object, fetched } of pMapIterable(objects.entries(), fetch, asTheyCome)) {
    const read = await foldFetched(fetched, reader);
    outcomes[index] = read.kind === 'folded' ? outcomeOf(read.file) : read;
    if (read.kind === 'folded') logFiles.push(logFileOf({ kind: 'object', ...object }, read.file));
  }
  return { outcomes, fold: reader.finish(), logFiles };
}

/** A log file to be read, or the outcome of an object that is none, or cannot be fetched. */
type FetchedLogFile = ObjectOutcome | Extract<FetchedObject, { kind: 'whole' | 'stream' }>;

async function fetchLogFile(object: ObjectName, { open, hasTime }: ReadObjectsContext): Promise<FetchedLogFile> {
  const kind = kindOfKey(object.key);
  if (kind !== 'log') return { kind: 'skipped', what: kind };
  if (!hasTime()) return { kind: 'left' };
  try {
    const fetched = await fetchObject(() => open(object));
    return fetched.kind === 'broken' ? { kind: 'failed', cause: fetched.cause } : fetched;
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

/** The result of one object: a log file as it was folded, or the outcome of any other. */
type ReadOne = ObjectOutcome | { readonly kind: 'folded'; readonly file: FoldedFile };

async function foldFetched(fetched: FetchedLogFile, reader: TrailFileReader): Promise<ReadOne> {
  if (fetched.kind !== 'whole' && fetched.kind !== 'stream') return fetched;
  if (fetched.kind === 'stream' && fetched.sizeBytes > largestBytes) {
    fetched.close();
    return { kind: 'too-large', why: `${fetched.sizeBytes} bytes, more than ${largestBytes}` };
  }
  try {
    return { kind: 'folded', file: await reader.foldFile(fetched.bytes, () => {}) };
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

function outcomeOf({ outcome, malformed }: FoldedFile): ObjectOutcome {
  if (outcome.kind === 'unreadable') return { kind: 'unreadable', why: outcome.why };
  if (outcome.kind === 'skipped') {
    const isOfCloudTrail = outcome.what === 'digest' || outcome.what === 'control-message';
    return { kind: 'skipped', what: isOfCloudTrail ? outcome.what : 'other' };
  }
  if (outcome.records > 0 && outcome.records === outcome.insights) return { kind: 'skipped', what: 'insight' };
  const [first] = malformed;
  if (first === undefined) return { kind: 'read', records: outcome.records };
  return { kind: 'malformed', why: `${first.position}, ${first.field}: ${first.why}` };
}
