import { isOverdue } from '../daily-run.ts';
import type { Region } from '../ids.ts';
import { daysBetween, type Instant, plusMinutes } from '../time.ts';
import { proofLagHours } from './proof-lag.ts';
import { hourOf } from './proven-hours.ts';
import { isRecorded, type TrailHealth } from './trail-health.ts';
import type { Watch } from './watch.ts';

/**
 * A Region that is not watched now. `unrecorded`: its trails do not record both reads and writes. `unproven`: its
 * trails do, as far as is known, but the proof that the last run made there did not come back.
 */
export interface BlindRegion {
  readonly region: Region;
  readonly why: 'unproven' | 'unrecorded';
}

/**
 * What is known about the watch over the Regions, and when the last run made its proofs; undefined before the first
 * run.
 */
export interface KnownWatch {
  readonly watches: ReadonlyMap<Region, Watch>;
  readonly health: TrailHealth;
  readonly lastRun: Instant | undefined;
  /** A run makes its proof only in Regions without a witness since the run before; absent: in all of them. */
  readonly proofsAreSparse?: boolean | undefined;
}

/** Clocks may differ by this much. */
const skewMinutes = 5;
/** CloudTrail's events arrive within this time, most within minutes. */
const arrivalHours = 1;

/**
 * The blind Regions among these, in their order, each once. If both causes apply, the reported one is `unrecorded`: a
 * trail without reads does not record the proof either, which is a read-only call.
 */
export function blindRegions(regions: readonly Region[], known: KnownWatch, now: Instant): BlindRegion[] {
  return regions.flatMap((region): BlindRegion[] => {
    if (isUnrecorded(region, known)) return [{ region, why: 'unrecorded' }];
    return isUnproven(region, known, now) ? [{ region, why: 'unproven' }] : [];
  });
}

/** A trail that leaves out some sources is not blind, though it cannot prove that a user was silent. */
function isUnrecorded(region: Region, { health }: KnownWatch): boolean {
  const trail = health.kind === 'known' ? health.regions.get(region) : undefined;
  return trail !== undefined && !isRecorded(trail);
}

/**
 * Whether no proof came back since the last run made its call in the Region, as far as the stored proof tells: it may
 * be six hours older than the latest. Before the first run no proof is expected.
 * Within an hour of the last run its proof may still be on the way: then only an overdue proof counts. Where proofs are
 * sparse, the last run made none in a Region with a witness of the day before it.
 */
function isUnproven(region: Region, { watches, lastRun, proofsAreSparse = false }: KnownWatch, now: Instant): boolean {
  if (lastRun === undefined) return false;
  const lastProof = watches.get(region)?.lastProof;
  const isRecent = daysBetween(lastRun, now) * 24 < arrivalHours;
  if (lastProof === undefined) return !isRecent;
  const latest = plusMinutes(lastProof, proofLagHours * 60);
  if (proofsAreSparse) return isOverdue(latest, isRecent ? now : lastRun);
  return isRecent ? isOverdue(latest, now) : latest < plusMinutes(lastRun, -skewMinutes);
}

/** A blind Region and why it is blind, in words. */
export function blindWords({ region, why }: BlindRegion): string {
  switch (why) {
    case 'unproven':
      return `${region} is blind: the last proof did not come back`;
    case 'unrecorded':
      return `${region} is blind: its trails do not record both reads and writes`;
    default:
      return why satisfies never;
  }
}

/** A Region in which the run could not make its proof, and why. */
export interface FailedProof {
  readonly region: Region;
  /** The error code, such as `AccessDenied`. */
  readonly why: string;
}

/** A proof that could not be made, in words. */
export const failedProofWords = ({ region, why }: FailedProof): string =>
  `the proof in ${region} could not be made (${why})`;

/**
 * The Regions with a witness since the last run: a call that only reads, or an hour that signed digests prove. They
 * need no proof of this run.
 */
export function witnessedRegions(
  watches: ReadonlyMap<Region, Watch>,
  lastRun: Instant | undefined,
): ReadonlySet<Region> {
  if (lastRun === undefined) return new Set();
  const isWitnessed = ({ lastProof, proof }: Watch) =>
    (lastProof !== undefined && lastProof >= lastRun) || (proof !== undefined && proof.end > hourOf(lastRun));
  return new Set([...watches].filter(([, watch]) => isWitnessed(watch)).map(([region]) => region));
}
