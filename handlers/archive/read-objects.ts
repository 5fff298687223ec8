/** Reads the objects of one invocation into one fold. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { kindOfKey, type TrailKeyKind } from '../../domain/archive/trail-key.ts';
import { mergeRecordFolds, newRecordFold, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../domain/time.ts';
import type { TrailSource } from '../../infra/trail/bytes/trail-bytes.ts';
import { TrailFileReader } from '../../infra/trail/fold-trail-file.ts';
import type { IngestArchivePorts } from './archive-ports.ts';
import { type FetchedObject, fetchObject } from './fetch-object.ts';

/**
 * The outcome of one object. `read` and `skipped` are done. `failed` may pass, and `left` was not begun because time
 * was short: both must be read again. All others need a person: another try fails again until something is changed.
 */
export type ObjectOutcome =
  | { readonly kind: 'read'; readonly records: number }
  | { readonly kind: 'skipped'; readonly what: Exclude<TrailKeyKind, 'log'> | 'control-message' }
  | {
      readonly kind: 'missing' | 'denied' | 'archived' | 'too-large' | 'unreadable' | 'malformed';
      readonly why: string;
    }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | { readonly kind: 'left' };

/** The outcomes in the order of the objects, and the fold of all. It includes records read before a stream broke. */
export interface ObjectsRead {
  readonly outcomes: readonly ObjectOutcome[];
  readonly fold: RecordFold;
}

export interface ReadObjectsContext extends Pick<IngestArchivePorts, 'open' | 'hasTime'> {
  readonly now: Instant;
}

/** Some objects are fetched while another is scanned. Each needs a scanner, 18 MB. */
const objectsAtOnce = 8;

/** Four times the largest file that AWS writes. A larger one is not CloudTrail's and would take too much time. */
export const largestBytes = 200 * 1024 * 1024;

/** Reads the log files among the objects into one fold, the large ones as streams. */
export async function readObjects(objects: readonly ObjectName[], context: ReadObjectsContext): Promise<ObjectsRead> {
  const outcomes: ObjectOutcome[] = [];
  const queue = objects.entries();
  const work = async (): Promise<RecordFold> => {
    const folder = new TrailFileReader(context.now);
    for (const [index, object] of queue) outcomes[index] = await readObject(object, folder, context);
    return folder.finish();
  };
  const fold = newRecordFold();
  const workers = Math.min(objectsAtOnce, objects.length);
  for (const part of await Promise.all(Array.from({ length: workers }, work))) mergeRecordFolds(fold, part);
  return { outcomes, fold };
}

async function readObject(
  object: ObjectName,
  folder: TrailFileReader,
  { open, hasTime }: ReadObjectsContext,
): Promise<ObjectOutcome> {
  const kind = kindOfKey(object.key);
  if (kind !== 'log') return { kind: 'skipped', what: kind };
  if (!hasTime()) return { kind: 'left' };
  try {
    const fetched = await fetchObject(() => open(object));
    switch (fetched.kind) {
      case 'whole':
        return await foldObject(fetched.bytes, folder);
      case 'stream':
        return await foldStream(fetched, folder);
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
  folder: TrailFileReader,
): Promise<ObjectOutcome> {
  if (sizeBytes <= largestBytes) return foldObject(bytes, folder);
  close();
  return { kind: 'too-large', why: `${sizeBytes} bytes, more than ${largestBytes}` };
}

async function foldObject(bytes: TrailSource, folder: TrailFileReader): Promise<ObjectOutcome> {
  const { outcome, malformed } = await folder.foldFile(bytes, () => {});
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
