/** Reads files into one fold: the fast scanner together with the full parser. */

import { createHash } from 'node:crypto';
import type { Malformed } from '../../domain/cloudtrail/record.ts';
import { foldRecord, newRecordFold, type RecordFold, showsReading } from '../../domain/cloudtrail/record-fold.ts';
import { joinReadings, type ReadingCalls } from '../../domain/coverage/reading-calls.ts';
import { isJsonObject } from '../../domain/json.ts';
import { epochMs, type Instant, parseEventTime } from '../../domain/time.ts';
import type { TrailSource } from './bytes/trail-bytes.ts';
import { readTrailFile } from './read-trail-file.ts';
import { RecordScanner } from './scanner/record-scanner.ts';
import type { TrailFileOutcome } from './trail-outcome.ts';

/** An unreadable record of an IAM user or root: where it stands in its file, and what is wrong with it. */
export interface MalformedPlace {
  readonly position: string;
  readonly field: string;
  readonly why: string;
}

/** The result of one file, apart from what it added to the fold. */
export interface FoldedFile {
  readonly outcome: TrailFileOutcome;
  /** The first hundred. */
  readonly malformed: readonly MalformedPlace[];
  /** The subjects of unreadable records in this file. Their result depends on the order of the files. */
  readonly unreadable: RecordFold['unreadable'];
  /** Calls that only read; undefined where the file has none. */
  readonly readings: ReadingCalls | undefined;
  /** SHA-256 in hex of the file's bytes, inflated once where it is gzip; undefined where it was not asked for. */
  readonly hash: string | undefined;
}

/** How files are read: with the scanner or by the parser alone, and whether for their hashes too. */
export interface FoldOptions {
  readonly by?: 'scan' | 'parse';
  readonly hashes?: boolean;
}

const malformedKept = 100;

/**
 * Reads files one after the other into one fold: with the fast scanner where a record allows it, else with the full
 * parser.
 */
export class TrailFileReader {
  private fold: RecordFold = newRecordFold();
  private readonly now: Instant;
  private readonly hashes: boolean;
  private readonly scanner: RecordScanner | undefined;

  constructor(now: Instant, { by = 'scan', hashes = false }: FoldOptions = {}) {
    this.now = now;
    this.hashes = hashes;
    this.scanner = by === 'scan' ? new RecordScanner(() => this.fold, now) : undefined;
  }

  /**
   * Reads one file. If a second file begins before the first has ended, its result may hold the `unreadable` of the
   * first.
   */
  async foldFile(source: TrailSource, progress: (bytes: number) => void): Promise<FoldedFile> {
    const { fold, now, scanner } = this;
    const malformed: MalformedPlace[] = [];
    const keep = (place: MalformedPlace) => {
      if (malformed.length < malformedKept) malformed.push(place);
    };
    let broken: string | undefined;
    let readings: ReadingCalls | undefined;
    const hash = this.hashes ? createHash('sha256') : undefined;
    const read = await readTrailFile(source, {
      record: (record, position) => {
        const reading = foldRecord(fold, record, now);
        if (showsReading(record, reading)) readings = joinReadings(readings, readingOf(record));
        if (reading.kind === 'malformed') keep({ position, field: reading.field, why: wordsOf(reading) });
      },
      malformed: (position, why) => {
        fold.received++;
        fold.malformed++;
        broken ??= `${position}: ${why}`;
        keep({ position, field: '$', why });
      },
      ...(scanner && {
        elements: (bytes, at) => scanner.readElements(bytes, at),
        inflate: (packed) => scanner.inflate(packed),
      }),
      content: hash && ((bytes) => hash.update(bytes)),
      progress,
    });
    const unreadable = new Map(fold.unreadable);
    fold.unreadable.clear();
    readings = joinReadings(readings, scanner?.takeReadings());
    return { outcome: unlessBroken(read, broken), malformed, unreadable, readings, hash: hash?.digest('hex') };
  }

  /** The fold of all files; the next file begins a new one. Each `unreadable` was returned with its file. */
  finish(): RecordFold {
    this.scanner?.finish();
    const { fold } = this;
    this.fold = newRecordFold();
    return fold;
  }
}

/** A file with an invalid record was not read whole, even where all of it is JSON. */
function unlessBroken(read: TrailFileOutcome, why: string | undefined): TrailFileOutcome {
  return why === undefined || read.kind === 'unreadable' ? read : { ...read, kind: 'unreadable', why };
}

function readingOf(record: unknown): ReadingCalls | undefined {
  const at = isJsonObject(record) ? parseEventTime(record['eventTime']) : undefined;
  return at && { first: epochMs(at) / 1000, last: epochMs(at) / 1000 };
}

function wordsOf({ why, subject }: Malformed): string {
  if (subject === undefined) return why;
  const who = subject.kind === 'user' ? subject.userId : subject.kind === 'name' ? subject.userName : subject.kind;
  return `${why} (of ${who})`;
}
