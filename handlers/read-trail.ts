import type { Malformed } from '../domain/cloudtrail-record.ts';
import { foldRecord, newRecordFold, type RecordFold } from '../domain/record-fold.ts';
import type { Instant } from '../domain/time.ts';
import { readTrailFile } from '../infra/trail/read-trail-file.ts';
import { type TrailPath, walkTrail } from '../infra/trail/trail-paths.ts';
import { InputError } from './input-error.ts';

/** A record that claims to be ours and cannot be read: where it stands and what is wrong with it. */
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

/** What was in the files of a trail, and what of them could not be read. */
export interface TrailReading {
  readonly fold: RecordFold;
  readonly files: number;
  readonly skippedFiles: { readonly digest: number; readonly insight: number; readonly other: number };
  readonly unreadable: readonly UnreadableFile[];
  /** The first hundred; `fold.malformed` counts them all. */
  readonly malformedRecords: readonly MalformedRecord[];
}

/** Told while reading: bytes of the files as they are read, records as they are handed out. */
export interface TrailProgress {
  bytes(count: number): void;
  file(records: number): void;
}

const malformedKept = 100;

/**
 * Reads every file and folder given into one fold. A file that cannot be read is named and does not stop the others.
 * Throws InputError for a path that does not exist or holds no log file at all.
 */
export async function readTrail(
  paths: readonly string[],
  now: Instant,
  progress: TrailProgress,
): Promise<TrailReading> {
  const fold = newRecordFold();
  const skippedFiles = { digest: 0, insight: 0, other: 0 };
  const unreadable: UnreadableFile[] = [];
  const malformedRecords: MalformedRecord[] = [];
  let files = 0;
  const read = async (path: string) => {
    files++;
    const malformed = (position: string, field: string, why: string) => {
      if (malformedRecords.length < malformedKept) malformedRecords.push({ file: path, position, field, why });
    };
    const outcome = await readFileInto(fold, path, now, malformed, progress);
    if (outcome.kind === 'unreadable') unreadable.push({ file: path, why: outcome.why });
    if (outcome.kind === 'skipped' && outcome.what === 'digest') skippedFiles.digest++;
    else if (outcome.records > 0 && outcome.records === outcome.insights) skippedFiles.insight++;
  };
  for (const path of paths) {
    let found = 0;
    for await (const step of walkTrail([path])) {
      found += step.kind === 'skipped' && step.what === 'other' ? 0 : 1;
      await take(step, { read, skippedFiles, unreadable });
    }
    if (found === 0) throw new InputError(`${path}: no log files in this folder; give one that holds CloudTrail logs`);
  }
  return { fold, files, skippedFiles, unreadable, malformedRecords };
}

interface Taking {
  readonly read: (path: string) => Promise<void>;
  readonly skippedFiles: { digest: number; insight: number; other: number };
  readonly unreadable: UnreadableFile[];
}

async function take(step: TrailPath, { read, skippedFiles, unreadable }: Taking): Promise<void> {
  switch (step.kind) {
    case 'file':
      return read(step.path);
    case 'skipped':
      skippedFiles[step.what]++;
      return;
    case 'unreadable':
      unreadable.push({ file: step.path, why: step.why });
      return;
    case 'missing':
      throw new InputError(`${step.path}: no such file or folder; check the path given to --trail`);
    default:
      step satisfies never;
  }
}

async function readFileInto(
  fold: RecordFold,
  path: string,
  now: Instant,
  malformed: (position: string, field: string, why: string) => void,
  progress: TrailProgress,
) {
  let broken: string | undefined;
  const outcome = await readTrailFile(path, {
    record: (record, position) => {
      const reading = foldRecord(fold, record, now);
      if (reading.kind === 'malformed') malformed(position, reading.field, wordsOf(reading));
    },
    malformed: (position, why) => {
      fold.received++;
      fold.malformed++;
      broken ??= `${position}: ${why}`;
      malformed(position, '$', why);
    },
    progress: (bytes) => progress.bytes(bytes),
  });
  progress.file(outcome.records);
  if (broken === undefined || outcome.kind === 'unreadable') return outcome;
  return { ...outcome, kind: 'unreadable' as const, why: broken };
}

function wordsOf({ why, subject }: Malformed): string {
  if (subject === undefined) return why;
  const who = subject.kind === 'user' ? subject.userId : subject.kind === 'name' ? subject.userName : 'root';
  return `${why} (of ${who})`;
}
