/** Reads the files and folders of a trail into one fold. */

import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import { OrderedTrailReader } from '../../infra/trail/threads/ordered-trail-reader.ts';
import { type TrailPath, walkTrail } from '../../infra/trail/trail-paths.ts';
import { InputError } from '../input-error.ts';

/** An unreadable record of an IAM user or root: where it stands and what is wrong with it. */
export interface MalformedRecord {
  readonly file: string;
  readonly position: string;
  readonly field: string;
  readonly why: string;
}

export interface UnreadableFile {
  readonly file: string;
  readonly why: string;
}

/** Files without records, by kind. The kinds beyond these three only where they occurred. */
export interface SkippedFiles {
  readonly digest: number;
  readonly insight: number;
  readonly other: number;
  readonly [kind: string]: number;
}

/** The content of a trail's files, and what could not be read in them. */
export interface TrailReading {
  readonly fold: RecordFold;
  readonly files: number;
  readonly skippedFiles: SkippedFiles;
  readonly unreadable: readonly UnreadableFile[];
  /** The first hundred; `fold.malformed` counts them all. */
  readonly malformedRecords: readonly MalformedRecord[];
  /** For an archive in S3: the accounts of the records in the objects that were read, now or by earlier scans. */
  readonly accounts?: readonly AccountId[];
  /**
   * For an archive in S3: how many objects the chosen part has, how many of them earlier scans finished, and bytes read
   * now.
   */
  readonly archive?: { readonly objects: number; readonly alreadyRead: number; readonly bytes: number };
}

/** The progress: bytes of the files as they are read, records as they are handed out. */
export interface TrailProgress {
  bytes(count: number): void;
  file(records: number): void;
}

const malformedKept = 100;

/**
 * Reads every given file and folder into one fold. A file that cannot be read is reported and does not stop the others.
 * Throws InputError for a path that does not exist or holds no log file.
 */
export async function readTrail(
  paths: readonly string[],
  now: Instant,
  progress: TrailProgress,
): Promise<TrailReading> {
  const readers = new OrderedTrailReader(now, (count) => progress.bytes(count));
  try {
    const found = await readAll(paths, readers, progress);
    const fold = await readers.finish();
    const unreadable = found.unreadable.sort((a, b) => a.turn - b.turn).map(({ file, why }) => ({ file, why }));
    return { ...found, unreadable, fold };
  } finally {
    await readers.stop();
  }
}

async function readAll(paths: readonly string[], readers: OrderedTrailReader, progress: TrailProgress) {
  const found = nothingFound();
  for (const path of paths) {
    let steps = 0;
    for await (const step of walkTrail([path])) {
      steps += step.kind !== 'skipped' || step.what === 'digest' || step.what === 'insight' ? 1 : 0;
      await take(step, found, { readers, progress, isNamed: step.path === path });
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
  /** Whether the user gave the file itself, and not a folder above it. */
  readonly isNamed: boolean;
}

async function take(step: TrailPath, found: Found, { readers, progress, isNamed }: TakeContext): Promise<void> {
  switch (step.kind) {
    case 'file': {
      const turn = found.files++;
      const { path, sizeBytes } = step;
      const done = (file: FoldedFile) => {
        addFile(found, path, turn, isNamed ? unlessOther(file) : file);
        progress.file(file.outcome.records);
      };
      return readers.read({ source: path, sizeBytes, done });
    }
    case 'skipped':
      countSkipped(found, step.what);
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
