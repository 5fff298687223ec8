/** Counts the result of a scan of an archive. */

import { addGaps, type Checkpoint } from '../../domain/archive/archive-checkpoint.ts';
import { trailUrl } from '../../domain/archive/trail-location.ts';
import { accountsOf, mergeRecordFolds, newRecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { Place } from '../../domain/digests/place.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { addFile, logFileOf, nothingFound } from '../trail/read-trail.ts';
import type { ReadLogFile, TrailReading } from '../trail/trail-reading.ts';
import type { FoundBranches } from './archive-folders.ts';
import type { SliceRead } from './archive-slice.ts';
import type { ObjectRead } from './read-archive-object.ts';

/** The log files of a bucket that this scan read for a proof, and the folders that it listed whole or in part. */
export interface ArchiveEvidence {
  readonly logFiles: readonly ReadLogFile[];
  readonly folders: ReadonlySet<string>;
}

/** The result of a scan of an archive. Files, records and bytes are those of this run. */
export interface ArchiveReading extends Required<Omit<TrailReading, 'evidence' | 'checked'>> {
  readonly writes: number;
  /** What a proof is made of; undefined where none was asked for. */
  readonly provable: ArchiveEvidence | undefined;
  /** Regions in the archive that the selection leaves out. */
  readonly leftOut: readonly Region[];
}

/** After this many refusals and no object read, the scan ends: the other objects would be refused too. */
const deniedAtMost = 100;

/** Counts the result of a scan of an archive. */
export class ArchiveTally {
  bytes = 0;
  alreadyRead = 0;
  private readonly bucket: string;
  private readonly found = nothingFound();
  private readonly fold = newRecordFold();
  private readonly accounts = new Set<AccountId>();
  private denied = 0;
  private writes = 0;

  private readonly provable: { readonly logFiles: ReadLogFile[]; readonly folders: Set<string> } | undefined;

  constructor(bucket: string, prove: boolean) {
    this.bucket = bucket;
    this.provable = prove ? { logFiles: [], folders: new Set() } : undefined;
  }

  /** A folder whose objects were listed in this run. */
  listed(folder: string): void {
    this.provable?.folders.add(folder);
  }

  skip(what: 'digest' | 'insight' | 'other', count = 1): void {
    this.found.skippedFiles[what] += count;
  }

  /** Adds a folder's checkpoint of earlier scans, with its gaps. */
  earlier({ accounts, gaps }: Checkpoint): void {
    for (const accountId of accounts) this.accounts.add(accountId);
    addGaps(this.fold, gaps);
  }

  unreadable(key: string, why: string): void {
    this.found.unreadable.push({ turn: 0, file: trailUrl(this.bucket, key), why });
  }

  /** Counts an object. Throws LiveFailure where S3 denied many objects and none was read. */
  object(key: string, read: ObjectRead): void {
    const turn = this.found.files++;
    if (read.kind === 'folded') {
      addFile(this.found, trailUrl(this.bucket, key), turn, read.file);
      this.provable?.logFiles.push(logFileOf({ kind: 'object', bucket: this.bucket, key }, read.file));
      return;
    }
    this.unreadable(key, read.why);
    const place: Place = { kind: 'object', bucket: this.bucket, key };
    this.provable?.logFiles.push({ place, isWhole: false, hash: undefined, readings: undefined });
    if (read.kind !== 'denied' || ++this.denied < deniedAtMost || this.denied < this.found.files) return;
    const todo = 's3:GetObject on them is needed, and kms:Decrypt on their key';
    const words = `${read.word} on each of the first ${this.denied} objects; ${todo}`;
    throw new LiveFailure(`${trailUrl(this.bucket, '')}: ${words}`, false, undefined);
  }

  slice({ fold, writes }: SliceRead): void {
    this.writes += writes;
    for (const accountId of accountsOf(fold)) this.accounts.add(accountId);
    mergeRecordFolds(this.fold, fold);
  }

  /** Returns the result. Objects finish in any order, so its lists are sorted. */
  reading({ leftOut, skipped }: Pick<FoundBranches, 'leftOut' | 'skipped'>): ArchiveReading {
    for (const what of ['digest', 'insight', 'other'] as const) this.skip(what, skipped[what]);
    const { files, skippedFiles, unreadable, malformedRecords } = this.found;
    const { alreadyRead, bytes, fold, writes } = this;
    return {
      ...{ files, skippedFiles, fold, writes },
      unreadable: unreadable.map(({ file, why }) => ({ file, why })).sort(byFile),
      malformedRecords: [...malformedRecords].sort(byFile),
      archive: { objects: files + alreadyRead, alreadyRead, bytes },
      accounts: [...this.accounts].sort(),
      leftOut: [...leftOut].sort(),
      provable: this.provable,
    };
  }
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
