/** What is remembered for digests: public keys, and of a bucket the log files that they name, as they arrive. */

import type { TrailChange } from '../../domain/cloudtrail/trail-change.ts';
import type { ProvenHours } from '../../domain/coverage/proven-hours.ts';
import type { ReadingCalls } from '../../domain/coverage/reading-calls.ts';
import type { ChainName, ChainState, KnownChain, TrailName } from '../../domain/digests/chain-state.ts';
import type { DigestedFile } from '../../domain/digests/digest.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** The public keys of one home Region. `askedAt`: when CloudTrail last listed all of them; undefined: never. */
export interface KeptKeys {
  readonly keys: PublicKeys;
  readonly askedAt: Instant | undefined;
}

/** Keeps public keys of digests. Keys are added, never removed. Both throw where the store cannot be reached. */
export interface PublicKeyStore {
  readPublicKeys(home: Region): Promise<KeptKeys>;
  /** Adds keys. With `askedAt` they are all that CloudTrail listed then. */
  keepPublicKeys(home: Region, keys: PublicKeys, askedAt?: Instant): Promise<void>;
}

/** A log file whose records are in the table. Of its calls that only read the days alone are kept. */
export interface ReadFile extends DigestedFile {
  readonly readings: ReadingCalls | undefined;
}

/**
 * The memory of the ingest of digests. Adding is all that it does to what proves, so that order, repetition and several
 * writers at once end in the same. Every method throws where the store cannot be reached.
 */
export interface ArchiveProofs extends PublicKeyStore {
  /** Whether a digest of the bucket was ever seen. Without one, nothing of a log file is remembered. */
  holdsDigests(bucket: string): Promise<boolean>;
  noteDigests(bucket: string): Promise<void>;
  /** Remembers log files, after their records and changes. Of more than 6,000 an hour and folder some are left out. */
  keepReadFiles(files: readonly ReadFile[]): Promise<void>;
  /** Those of the files that are remembered with this hash, by `nameOf`. */
  readFiles(files: readonly DigestedFile[]): Promise<ReadonlyMap<string, ReadFile>>;
  /** Forgets files that a digest has proven; they are as `readFiles` returned them. */
  forgetReadFiles(files: readonly ReadFile[]): Promise<void>;
  keepTrailChanges(bucket: string, changes: readonly TrailChange[]): Promise<void>;
  readTrailChanges(bucket: string, trail: Pick<TrailName, 'home' | 'trail'>): Promise<readonly TrailChange[]>;
  /** Joins what digests of one chain have shown with what is known of it. */
  addToChain(bucket: string, name: ChainName, more: ChainState): Promise<void>;
  /** The chains of one trail in one account, in all Regions. */
  readChains(bucket: string, trail: TrailName): Promise<readonly KnownChain[]>;
  /** What the account's partition holds of these hours, or more. */
  readProvenHours(accountId: AccountId, region: Region, hours: ReadonlySet<number>): Promise<ProvenHours | undefined>;
}
