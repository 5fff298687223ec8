/** The scan of an archive in S3. */

import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import { kindOfKey, type TrailKeyKind } from '../../domain/archive/trail-key.ts';
import { isFolder, nameOfLog, type TrailLocation, trailUrl } from '../../domain/archive/trail-location.ts';
import type { Instant } from '../../domain/time.ts';
import type { ListedObject } from '../../infra/ports/object-listing.ts';
import { UnorderedTrailReader } from '../../infra/trail/threads/unordered-trail-reader.ts';
import { InputError } from '../input-error.ts';
import { type FoundBranches, findBranches, type ListPage, type LogFolder } from './archive-folders.ts';
import type { ReadArchivePorts } from './archive-ports.ts';
import { type FolderState, isFull, newSlice, readSlice, type SliceContext } from './archive-slice.ts';
import { type ArchiveReading, ArchiveTally } from './archive-tally.ts';
import { type ArchiveUnit, archiveUnits } from './archive-units.ts';

/** Which part of which archive to read, and as of when. */
export interface ArchiveRequest {
  readonly location: TrailLocation;
  readonly selection: ArchiveSelection;
  readonly now: Instant;
  /** The earlier of `now` and the clock's time. A folder settles only if its day is over by then. */
  readonly settleAt: Instant;
  /** Reads finished objects again. */
  readonly again: boolean;
  /** Reads for a proof by digests: objects of folders that are not settled are read once more for their hashes. */
  readonly prove: boolean;
  /** The most objects of a slice. After an interruption a slice is read again; each slice reads the table once. */
  readonly sliceObjects: number;
}

/**
 * Reads the selected part of an archive into the table, slice by slice, without the objects that an earlier scan
 * finished. Throws InputError where no folder can hold logs, LiveFailure where S3 does not answer or denies everything.
 */
export async function readArchive(request: ArchiveRequest, ports: ReadArchivePorts): Promise<ArchiveReading> {
  const { location, selection, now } = request;
  const tally = new ArchiveTally(location.bucket, request.prove);
  const pool = new UnorderedTrailReader({ now, hashes: request.prove }, (count) => {
    tally.bytes += count;
    ports.progress.bytes(count);
  });
  const list: ListPage = async (request) => {
    const page = await ports.list(request);
    if (page.kind === 'answered') return page.value;
    tally.unreadable(request.prefix, `${page.failure.why}: s3:ListBucket is missing; what lies below was not read`);
    return undefined;
  };
  const checkpointsOf = async (prefix: string) => {
    if (request.again) return new Map();
    const known = await ports.checkpoints.readCheckpoints(location.bucket, prefix);
    return request.prove ? new Map([...known].filter(([, { settled }]) => settled)) : known;
  };
  try {
    const found = await branchesOf(location, selection, list);
    const units = archiveUnits(found.branches, { selection, list, checkpointsOf });
    const scope = { bucket: location.bucket, provenFrom: selection.fromDay };
    await readUnits(units, found.hasLayout, tally, { ...request, ...ports, ...scope, pool });
    return tally.reading(found);
  } finally {
    await pool.stop();
  }
}

async function branchesOf(
  { bucket, prefix }: TrailLocation,
  selection: ArchiveSelection,
  list: ListPage,
): Promise<FoundBranches> {
  if (!isFolder(prefix)) {
    const skipped = { digest: 0, insight: 0, other: 0 };
    const folder = { prefix, deep: true, day: undefined };
    return { branches: [{ kind: 'logs', folder }], hasLayout: false, skipped, leftOut: new Set() };
  }
  const found = await findBranches(prefix, selection, list);
  const { digest, insight } = found.skipped;
  if (found.branches.length + digest + insight > 0) return found;
  const todo = 'give the bucket and prefix of a trail, and check --accounts and --regions';
  throw new InputError(`${trailUrl(bucket, prefix)}: no log files here; ${todo}`);
}

type Context = Omit<SliceContext, 'done'> & Pick<ReadArchivePorts, 'progress'> & Pick<ArchiveRequest, 'sliceObjects'>;

async function readUnits(
  units: AsyncIterable<ArchiveUnit>,
  hasLayout: boolean,
  tally: ArchiveTally,
  context: Context,
): Promise<void> {
  let slice = newSlice();
  const done: SliceContext['done'] = ({ key }, read) => {
    tally.object(key, read);
    context.progress.file(read.kind === 'folded' ? read.file.outcome.records : 0);
  };
  const flush = async () => {
    tally.slice(await readSlice(slice, { ...context, done }));
    slice = newSlice();
  };
  for await (const { folder, checkpoint, pages, isDenied, fraction } of units) {
    tally.earlier(checkpoint);
    const state: FolderState = { day: folder.day, checkpoint, listedAll: false, unfinished: 0 };
    if (checkpoint.settled) tally.alreadyRead += checkpoint.objects;
    else tally.listed(folder.prefix);
    for await (const { objects } of pages) {
      for (const object of objects) {
        if (!isWanted(object, folder, state, hasLayout, tally)) continue;
        slice.objects.push({ folder: state, object });
        slice.folders.add(state);
        slice.bytes += object.sizeBytes;
        if (isFull(slice, context.sliceObjects)) await flush();
      }
    }
    state.listedAll = !isDenied();
    if (!checkpoint.settled) slice.folders.add(state);
    if (isFull(slice, context.sliceObjects)) await flush();
    context.progress.done(fraction);
  }
  await flush();
}

function isWanted(
  { key, mark }: ListedObject,
  folder: LogFolder,
  { checkpoint }: FolderState,
  hasLayout: boolean,
  tally: ArchiveTally,
): boolean {
  const kind = kindIn(folder, key, hasLayout);
  if (kind === 'none') return false;
  if (kind !== 'log') tally.skip(kind);
  else if (!checkpoint.finished.has(mark)) return true;
  else tally.alreadyRead++;
  return false;
}

/** The kind of an object in a folder; `none`: it is not the requested object. */
function kindIn({ prefix }: LogFolder, key: string, hasLayout: boolean): TrailKeyKind | 'none' {
  if (!isFolder(prefix)) return key === prefix ? 'log' : 'none';
  const kind = kindOfKey(key);
  return kind === 'other' && !hasLayout && nameOfLog.test(key) ? 'log' : kind;
}
