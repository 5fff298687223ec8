/** Reads one part of an archive into the table, with its checkpoints. */

import pMap from 'p-map';
import { type Checkpoint, gapsOf, settledIfOver, withFinished } from '../../domain/archive/archive-checkpoint.ts';
import { inTheFuture, type Malformed } from '../../domain/cloudtrail/record.ts';
import { accountsOf, mergeUnreadable, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { watchesSince } from '../../domain/coverage/watches-since.ts';
import type { Instant } from '../../domain/time.ts';
import type { ListedObject } from '../../infra/ports/object-listing.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import type { UnorderedTrailReader } from '../../infra/trail/threads/unordered-trail-reader.ts';
import { writeScannedAccount } from '../trail/write-scanned-account.ts';
import type { ReadArchivePorts } from './archive-ports.ts';
import { type ObjectRead, readArchiveObject } from './read-archive-object.ts';

/** A folder while it is being read. */
export interface FolderState {
  readonly day: string | undefined;
  checkpoint: Checkpoint;
  /** Whether every object of the folder is in this slice or an earlier one. */
  listedAll: boolean;
  /** How many objects were tried and are not finished. */
  unfinished: number;
}

/** The objects that are read, written to the table and marked as finished together. */
export interface Slice {
  readonly objects: { readonly folder: FolderState; readonly object: ListedObject }[];
  readonly folders: Set<FolderState>;
  bytes: number;
}

export const newSlice = (): Slice => ({ objects: [], folders: new Set(), bytes: 0 });

/** The most bytes and folders of a slice. */
const sliceBounds = { bytes: 256 * 1024 * 1024, folders: 500 };

export const isFull = ({ objects, folders, bytes }: Slice, objectsAtMost: number): boolean =>
  objects.length >= objectsAtMost || bytes >= sliceBounds.bytes || folders.size >= sliceBounds.folders;

/** The records of a slice, and how many requests to the table it took. */
export interface SliceRead {
  readonly fold: RecordFold;
  readonly writes: number;
}

export interface SliceContext extends Pick<ReadArchivePorts, 'open' | 'table' | 'checkpoints'> {
  readonly bucket: string;
  readonly pool: UnorderedTrailReader;
  /** The earlier of the scan's moment and the clock's. */
  readonly settleAt: Instant;
  /** The first day that is read completely; undefined: no day is left out. */
  readonly provenFrom: string | undefined;
  /** Called after each object, in the order in which they finish. */
  readonly done: (object: ListedObject, read: ObjectRead) => void;
}

const objectsAtOnce = 12;
const checkpointsAtOnce = 16;

/**
 * Reads the objects of a slice, writes their sightings to the table, and only then the checkpoints. So the table is
 * never behind its checkpoints, however the scan ends.
 */
export async function readSlice(slice: Slice, context: SliceContext): Promise<SliceRead> {
  const reads = await pMap(
    slice.objects,
    async ({ object }) => {
      const read = await readArchiveObject(() => context.open(object.key), context.pool);
      context.done(object, read);
      return read;
    },
    { concurrency: objectsAtOnce },
  );
  const fold = await context.pool.finish();
  for (const read of reads) if (read.kind === 'folded') mergeUnreadable(fold, read.file.unreadable);
  let writes = 0;
  const proven = { ...fold, watches: watchesSince(fold.watches, context.provenFrom) };
  for (const accountId of accountsOf(fold)) writes += await writeScannedAccount(accountId, proven, context.table);
  writes += await writeCheckpoints(slice, reads, fold, context);
  return { fold, writes };
}

async function writeCheckpoints(
  slice: Slice,
  reads: readonly ObjectRead[],
  fold: RecordFold,
  { bucket, checkpoints, settleAt }: SliceContext,
): Promise<number> {
  const accounts = accountsOf(fold);
  const more = new Map(
    [...slice.folders].map((folder) => [folder, { marks: [] as string[], gaps: [] as Malformed[] }]),
  );
  for (const [index, { folder, object }] of slice.objects.entries()) {
    const read = reads[index];
    if (read === undefined || !isFinished(read)) {
      folder.unfinished++;
      continue;
    }
    more.get(folder)?.marks.push(object.mark);
    more.get(folder)?.gaps.push(...gapsIn(read.file, fold));
  }
  const write = async ([folder, { marks, gaps }]: [FolderState, { marks: string[]; gaps: Malformed[] }]) => {
    const before = folder.checkpoint;
    const after = marks.length === 0 ? before : withFinished(before, { finished: new Set(marks), accounts, gaps });
    const isComplete = folder.listedAll && folder.unfinished === 0;
    folder.checkpoint = isComplete ? settledIfOver(after, folder.day, settleAt) : after;
    return folder.checkpoint === before ? 0 : checkpoints.writeCheckpoint(bucket, folder.checkpoint);
  };
  const made = await pMap(more, write, { concurrency: checkpointsAtOnce });
  return made.reduce((sum, requests) => sum + requests, 0);
}

/** An object with this many gaps or more gets no checkpoint: every scan reads it again. */
const gapsAtMost = 100;

/** Whether an object is finished: it was read whole, and every later scan would find the same unreadable records. */
function isFinished(read: ObjectRead): read is ObjectRead & { readonly kind: 'folded' } {
  if (read.kind !== 'folded' || read.file.outcome.kind === 'unreadable') return false;
  const { malformed } = read.file;
  return malformed.length < gapsAtMost && !malformed.some(({ why }) => why.startsWith(inTheFuture));
}

/**
 * The gaps of one object. An unreadable record without a subject is known for the slice only: it may be in any of its
 * objects.
 */
function gapsIn({ malformed, unreadable }: FoldedFile, { unattributed }: RecordFold): Malformed[] {
  return malformed.length === 0 ? [] : gapsOf({ unreadable, unattributed });
}
