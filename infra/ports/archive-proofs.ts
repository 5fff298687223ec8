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

/** What digests of one group of accounts have shown, until it is counted. `id` is the store's own. */
export interface GatheredDigests {
  readonly id: string;
  readonly chains: readonly KnownChain[];
}

/**
 * The memory of the ingest of digests. Adding is all that it does to what proves, so that order, repetition and several
 * writers at once end in the same. Every method throws where the store cannot be reached.
 */
export interface ArchiveProofs extends PublicKeyStore {
  /** Whether a digest of the bucket was ever seen. Without one, nothing of a log file is remembered. */
  holdsDigests(bucket: string): Promise<boolean>;
  noteDigests(bucket: string): Promise<void>;
  /**
   * Remembers log files of all folders together, as they arrive, after their records and changes. They are forgotten
   * two days later. Files whose names are not CloudTrail's are left out.
   */
  keepNewFiles(files: readonly ReadFile[]): Promise<void>;
  /** Those of the new files that are remembered with this hash, by `nameOf`; the latest may not be seen yet. */
  newFiles(files: readonly DigestedFile[]): Promise<ReadonlyMap<string, ReadFile>>;
  /** Forgets the new files of a group whose names are of an hour before this one, `2026-11-23T08`. */
  forgetNewFiles(bucket: string, group: number, before: string): Promise<void>;
  /** Remembers old log files by their folder. Of more than 6,000 an hour and folder some are left out. */
  keepReadFiles(files: readonly ReadFile[]): Promise<void>;
  /** Those of the old files that are remembered with this hash, by `nameOf`. */
  readFiles(files: readonly DigestedFile[]): Promise<ReadonlyMap<string, ReadFile>>;
  /** Forgets files that a digest has proven; they are as `readFiles` returned them. */
  forgetReadFiles(files: readonly ReadFile[]): Promise<void>;
  keepTrailChanges(bucket: string, changes: readonly TrailChange[]): Promise<void>;
  readTrailChanges(bucket: string, trail: Pick<TrailName, 'home' | 'trail'>): Promise<readonly TrailChange[]>;
  /** Gathers what digests of one group have shown, to be counted later. */
  gather(bucket: string, group: number, at: Instant, chains: readonly KnownChain[]): Promise<void>;
  /** All that a group has gathered, if some of it is from before this moment; else nothing. */
  readGathered(bucket: string, group: number, before: Instant): Promise<readonly GatheredDigests[]>;
  /** Forgets what is counted. */
  forgetGathered(bucket: string, gathered: readonly GatheredDigests[]): Promise<void>;
  /** Joins what digests of one chain have shown with what is known of it. */
  addToChain(bucket: string, name: ChainName, more: ChainState): Promise<void>;
  /** The chains of one trail in one account, in all Regions. */
  readChains(bucket: string, trail: TrailName): Promise<readonly KnownChain[]>;
  /** What the account's partition holds of these hours, or more. */
  readProvenHours(accountId: AccountId, region: Region, hours: ReadonlySet<number>): Promise<ProvenHours | undefined>;
}
