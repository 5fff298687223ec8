/** Reads files into one fold: the fast scanner together with the full parser. */

import type { Malformed } from '../../domain/cloudtrail/record.ts';
import { foldRecord, newRecordFold, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../domain/time.ts';
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
}

const malformedKept = 100;

/**
 * Reads files one after the other into one fold: with the fast scanner where a record allows it, else with the full
 * parser.
 */
export class TrailFileReader {
  private fold: RecordFold = newRecordFold();
  private readonly now: Instant;
  private readonly scanner: RecordScanner | undefined;

  constructor(now: Instant, by: 'scan' | 'parse' = 'scan') {
    this.now = now;
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
    const read = await readTrailFile(source, {
      record: (record, position) => {
        const reading = foldRecord(fold, record, now);
        if (reading.kind === 'malformed') keep({ position, field: reading.field, why: wordsOf(reading) });
      },
      malformed: (position, why) => {
        fold.received++;
        fold.malformed++;
        broken ??= `${position}: ${why}`;
        keep({ position, field: '$', why });
      },
      ...(scanner !== undefined && { elements: (bytes, at) => scanner.readElements(bytes, at) }),
      progress,
    });
    const unreadable = new Map(fold.unreadable);
    fold.unreadable.clear();
    return { outcome: unlessBroken(read, broken), malformed, unreadable };
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

function wordsOf({ why, subject }: Malformed): string {
  if (subject === undefined) return why;
  const who = subject.kind === 'user' ? subject.userId : subject.kind === 'name' ? subject.userName : subject.kind;
  return `${why} (of ${who})`;
}
