/** Reads the objects of one invocation into one fold. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { kindOfKey, type TrailKeyKind } from '../../domain/archive/trail-key.ts';
import { mergeRecordFolds, newRecordFold, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../domain/time.ts';
import type { TrailSource } from '../../infra/trail/bytes/trail-bytes.ts';
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

/** Some objects are fetched while another is scanned. Each needs a scanner, 18 MB. */
const objectsAtOnce = 8;

/** Four times the largest file that AWS writes. A larger one is not CloudTrail's and would take too much time. */
export const largestBytes = 200 * 1024 * 1024;

/** Reads the log files among the objects into one fold, the large ones as streams. */
export async function readObjects(objects: readonly ObjectName[], context: ReadObjectsContext): Promise<ObjectsRead> {
  const outcomes: ObjectOutcome[] = [];
  const logFiles: ReadLogFile[] = [];
  const queue = objects.entries();
  const work = async (): Promise<RecordFold> => {
    const reader = new TrailFileReader(context.now, { hashes: context.hashes });
    for (const [index, object] of queue) {
      const read = await readObject(object, reader, context);
      outcomes[index] = read.kind === 'folded' ? outcomeOf(read.file) : read;
      if (read.kind === 'folded') logFiles.push(logFileOf({ kind: 'object', ...object }, read.file));
    }
    return reader.finish();
  };
  const fold = newRecordFold();
  const workers = Math.min(objectsAtOnce, objects.length);
  for (const part of await Promise.all(Array.from({ length: workers }, work))) mergeRecordFolds(fold, part);
  return { outcomes, fold, logFiles };
}

/** The result of one object: a log file as it was folded, or the outcome of any other. */
type ReadOne = ObjectOutcome | { readonly kind: 'folded'; readonly file: FoldedFile };

async function readObject(
  object: ObjectName,
  reader: TrailFileReader,
  { open, hasTime }: ReadObjectsContext,
): Promise<ReadOne> {
  const kind = kindOfKey(object.key);
  if (kind !== 'log') return { kind: 'skipped', what: kind };
  if (!hasTime()) return { kind: 'left' };
  try {
    const fetched = await fetchObject(() => open(object));
    switch (fetched.kind) {
      case 'whole':
        return await foldObject(fetched.bytes, reader);
      case 'stream':
        return await foldStream(fetched, reader);
      case 'broken':
        return { kind: 'failed', cause: fetched.cause };
      default:
        return fetched;
    }
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

async function foldStream(
  { bytes, sizeBytes, close }: Extract<FetchedObject, { kind: 'stream' }>,
  reader: TrailFileReader,
): Promise<ReadOne> {
  if (sizeBytes <= largestBytes) return foldObject(bytes, reader);
  close();
  return { kind: 'too-large', why: `${sizeBytes} bytes, more than ${largestBytes}` };
}

async function foldObject(bytes: TrailSource, reader: TrailFileReader): Promise<ReadOne> {
  return { kind: 'folded', file: await reader.foldFile(bytes, () => {}) };
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
