import type { ReadingCalls } from '../coverage/reading-calls.ts';
import type { AccountId, Region } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { CheckedDigest } from './check-digests.ts';
import type { DigestedFile } from './digest.ts';
import type { Span } from './span.ts';

/** The part to check; an undefined field does not restrict. Times of digests, not of records. */
export interface ProofSelection {
  readonly accounts: readonly AccountId[] | undefined;
  readonly regions: readonly Region[] | undefined;
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
}

/**
 * A log file that a digest names: the SHA-256 of its inflated bytes in hex, and the calls that only read where they
 * were looked for; or why there is none.
 */
export type FoundLogFile =
  | { readonly kind: 'read'; readonly hash: string; readonly readings?: ReadingCalls | undefined }
  | { readonly kind: 'missing' | 'unreadable' };

/** Why hours are not proven. `starting-digest`: validation or logging was off. `gap`: nothing covers the time. */
export type GapReason =
  | 'starting-digest'
  | 'digest-missing'
  | 'digest-invalid'
  | 'digest-moved'
  | 'key-unknown'
  | 'log-file-missing'
  | 'log-file-altered'
  | 'log-file-unreadable'
  | 'gap';

/** A break in the proof. A file that cannot be read as a digest has neither account, Region nor time. */
export interface ProofGap {
  readonly accountId: AccountId | undefined;
  readonly region: Region | undefined;
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly why: GapReason;
  /** The digest or log file that breaks the proof; undefined where nothing has a name. */
  readonly object: string | undefined;
}

/** The proof of one account and Region, from the first digest to the last. */
export interface RegionProof extends Span {
  readonly accountId: AccountId;
  readonly region: Region;
  /** In these, every log file that was delivered is there and unaltered. */
  readonly proven: readonly Span[];
  readonly hours: number;
}

/** A checked digest with those of its log files that break its proof. */
export type JudgedDigest = CheckedDigest & { readonly broken: readonly BrokenFile[] };

/** A log file that is altered, missing or unreadable. */
export interface BrokenFile {
  readonly file: DigestedFile;
  readonly why: GapReason;
}
