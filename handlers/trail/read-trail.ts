/** Reads the files and folders of a trail into one fold. */

import type { Place } from '../../domain/digests/place.ts';
import type { FoundLogFile } from '../../domain/digests/proof-gap.ts';
import type { Instant } from '../../domain/time.ts';
import { holdsDigests } from '../../infra/trail/digests/holds-digests.ts';
import { localPlace } from '../../infra/trail/digests/local-place.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import { OrderedTrailReader } from '../../infra/trail/threads/ordered-trail-reader.ts';
import type { ThreadSettings } from '../../infra/trail/threads/trail-worker.ts';
import { type TrailPath, walkTrail } from '../../infra/trail/trail-paths.ts';
import { InputError } from '../input-error.ts';
import {
  type MalformedRecord,
  malformedKept,
  type ReadLogFile,
  type TrailReading,
  type UnreadableFile,
} from './trail-reading.ts';

/** The progress: bytes of the files as they are read, records as they are handed out. */
export interface TrailProgress {
  bytes(count: number): void;
  file(records: number): void;
}

/**
 * Reads every given file and folder into one fold. A file that cannot be read is reported and does not stop the others.
 * Log files beside digests are read for their hashes too. A digest under a name that is not CloudTrail's shows only
 * when it is read: then all is read once more. Throws InputError for a path that does not exist or holds no log file.
 */
export async function readTrail(
  paths: readonly string[],
  now: Instant,
  progress: TrailProgress,
): Promise<TrailReading> {
  const hashes = await holdsDigests(paths);
  const reading = await readOnce(paths, { now, hashes }, progress);
  return hashes || reading.skippedFiles.digest === 0 ? reading : readOnce(paths, { now, hashes: true }, progress);
}

async function readOnce(
  paths: readonly string[],
  settings: ThreadSettings,
  progress: TrailProgress,
): Promise<TrailReading> {
  const readers = new OrderedTrailReader(settings, (count) => progress.bytes(count));
  try {
    const evidence: GrowingEvidence | undefined = settings.hashes ? { digests: [], logFiles: [] } : undefined;
    const found = await readAll(paths, { readers, progress, evidence });
    const fold = await readers.finish();
    const unreadable = found.unreadable.sort((a, b) => a.turn - b.turn).map(({ file, why }) => ({ file, why }));
    return { ...found, unreadable, fold, ...(evidence?.digests.length && { evidence }) };
  } finally {
    await readers.stop();
  }
}

interface GrowingEvidence {
  readonly digests: { readonly place: Place; readonly path: string }[];
  readonly logFiles: ReadLogFile[];
}

async function readAll(paths: readonly string[], context: Omit<TakeContext, 'root'>) {
  const found = nothingFound();
  for (const path of paths) {
    let steps = 0;
    for await (const step of walkTrail([path])) {
      steps += step.kind !== 'skipped' || step.what === 'digest' || step.what === 'insight' ? 1 : 0;
      await take(step, found, { ...context, root: path });
    }
    if (steps === 0) throw new InputError(`${path}: no log files in this folder; give one that holds CloudTrail logs`);
  }
  return found;
}

/** The results beside the fold, growing in the order of the files. */
export interface Found {
  files: number;
  readonly skippedFiles: { digest: number; insight: number; other: number; [kind: string]: number };
  /**
   * Each with its place in the walk: a folder that cannot be entered is found before the files ahead of it are read.
   */
  readonly unreadable: (UnreadableFile & { readonly turn: number })[];
  readonly malformedRecords: MalformedRecord[];
}

export function nothingFound(): Found {
  return { files: 0, skippedFiles: { digest: 0, insight: 0, other: 0 }, unreadable: [], malformedRecords: [] };
}

interface TakeContext {
  readonly readers: OrderedTrailReader;
  readonly progress: TrailProgress;
  /** Undefined where the files are not read for their hashes. */
  readonly evidence: GrowingEvidence | undefined;
  /** What the user gave: the file itself, or a folder above it. */
  readonly root: string;
}

async function take(step: TrailPath, found: Found, context: TakeContext): Promise<void> {
  const { readers, progress, evidence, root } = context;
  switch (step.kind) {
    case 'file': {
      const turn = found.files++;
      const { path, sizeBytes } = step;
      const done = (file: FoldedFile) => {
        addFile(found, path, turn, path === root ? unlessOther(file) : file);
        if (evidence !== undefined) addEvidence(evidence, localPlace(root, path), path, file);
        progress.file(file.outcome.records);
      };
      return readers.read({ source: path, sizeBytes, done });
    }
    case 'skipped':
      countSkipped(found, step.what);
      if (step.what === 'digest') evidence?.digests.push({ place: localPlace(root, step.path), path: step.path });
      return;
    case 'unreadable':
      found.unreadable.push({ turn: found.files - 0.5, file: step.path, why: step.why });
      return;
    case 'missing':
      throw new InputError(`${step.path}: no such file or folder; check the path given to --trail`);
    default:
      step satisfies never;
  }
}

/** Adds the result of one file, under its reported name. */
export function addFile(found: Found, path: string, turn: number, { outcome, malformed }: FoldedFile): void {
  const room = malformedKept - found.malformedRecords.length;
  found.malformedRecords.push(...malformed.slice(0, room).map((place) => ({ file: path, ...place })));
  if (outcome.kind === 'unreadable') found.unreadable.push({ turn, file: path, why: outcome.why });
  if (outcome.kind === 'skipped' && outcome.what !== 'control-message') countSkipped(found, outcome.what);
  else if (outcome.records > 0 && outcome.records === outcome.insights) found.skippedFiles.insight++;
}

function addEvidence({ digests, logFiles }: GrowingEvidence, place: Place, path: string, file: FoldedFile): void {
  const { outcome } = file;
  if (outcome.kind === 'skipped' && outcome.what === 'digest') digests.push({ place, path });
  else logFiles.push(logFileOf(place, file));
}

/** A log file as a proof sees it. */
export function logFileOf(place: Place, { outcome, hash, readings }: FoldedFile): ReadLogFile {
  return { place, isWhole: outcome.kind === 'read', hash, readings };
}

/** What a digest is compared with. A log file that was not read whole proves nothing. */
export function foundOf({ isWhole, hash, readings }: Omit<ReadLogFile, 'place'>): FoundLogFile {
  return isWhole && hash !== undefined ? { kind: 'read', hash, readings } : { kind: 'unreadable' };
}

/** The result of a file that the user gave by its name: other content is then an error. */
function unlessOther(file: FoldedFile): FoldedFile {
  const { outcome } = file;
  if (outcome.kind !== 'skipped' || outcome.what === 'digest' || outcome.what === 'control-message') return file;
  const why = 'holds no CloudTrail records; check the path given to --trail';
  return { ...file, outcome: { ...outcome, kind: 'unreadable', why } };
}

function countSkipped({ skippedFiles }: Found, kind: string): void {
  skippedFiles[kind] = (skippedFiles[kind] ?? 0) + 1;
}
