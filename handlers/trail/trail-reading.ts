/** The content of a trail's files, as it was read. */

import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { ReadingCalls } from '../../domain/coverage/reading-calls.ts';
import type { Place } from '../../domain/digests/place.ts';
import type { Proof } from '../../domain/digests/proof.ts';
import type { ProvenRegions } from '../../domain/digests/recorded-hours.ts';
import type { AccountId } from '../../domain/ids.ts';

/** The most malformed records that are kept one by one. */
export const malformedKept = 100;

/** An unreadable record of an IAM user or root: where it stands and what is wrong with it. */
export interface MalformedRecord {
  readonly file: string;
  readonly position: string;
  readonly field: string;
  readonly why: string;
}

/** A file that could not be read to its end, and why. */
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

/** No file was without records. */
export const nothingSkipped: SkippedFiles = { digest: 0, insight: 0, other: 0 };

/** One log file of a trail with digests, as it was read. */
export interface ReadLogFile {
  readonly place: Place;
  /** Whether its records were read, all of them. */
  readonly isWhole: boolean;
  readonly hash: string | undefined;
  readonly readings: ReadingCalls | undefined;
}

/** The files of a trail that has digests: what a proof is made of. */
export interface TrailEvidence {
  readonly digests: readonly { readonly place: Place; readonly path: string }[];
  readonly logFiles: readonly ReadLogFile[];
}

/** The digests of a trail after their check; without a public key nothing is proven, and nothing is wrong. */
export type CheckedTrail =
  | { readonly kind: 'checked'; readonly proof: Proof; readonly regions: ProvenRegions }
  | { readonly kind: 'no-keys'; readonly digests: number; readonly why: string };

/** The content of a trail's files, and what could not be read in them. */
export interface TrailReading {
  readonly fold: RecordFold;
  readonly files: number;
  readonly skippedFiles: SkippedFiles;
  readonly unreadable: readonly UnreadableFile[];
  /** The first hundred; `fold.malformed` counts them all. */
  readonly malformedRecords: readonly MalformedRecord[];
  /** Undefined where the files hold no digest. */
  readonly evidence?: TrailEvidence | undefined;
  /** What the digests say, once they were checked. */
  readonly checked?: CheckedTrail | undefined;
  /** For an archive in S3: the accounts of the records in the objects that were read, now or by earlier scans. */
  readonly accounts?: readonly AccountId[];
  /**
   * For an archive in S3: how many objects the chosen part has, how many of them earlier scans finished, and bytes read
   * now.
   */
  readonly archive?: { readonly objects: number; readonly alreadyRead: number; readonly bytes: number };
}
