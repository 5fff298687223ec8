import { isOverdue } from '../daily-run.ts';
import type { Region } from '../ids.ts';
import { daysBetween, type Instant, plusMinutes } from '../time.ts';
import type { Watch } from './coverage.ts';
import { isRecorded, type TrailHealth } from './trail-health.ts';

/**
 * A Region that nobody watches now. `unrecorded`: its trails do not record both reads and writes. `unproven`: its
 * trails do, as far as is known, but the proof of the last run did not come back.
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
}

/** Clocks may differ by so much. */
const skewMinutes = 5;
/** CloudTrail's events come within this, most within minutes. */
const arrivalHours = 1;

/**
 * The blind ones among these Regions, in their order, each once. Where both causes hold, `unrecorded` is named: a trail
 * that leaves out reads leaves out the proof too, which is a call that only reads.
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
 * The last run made a call in the Region, and no proof has come from there since. Before the first run no proof is
 * expected. A run within an hour of the last one is too early for its proof: then only an overdue proof counts.
 */
function isUnproven(region: Region, { watches, lastRun }: KnownWatch, now: Instant): boolean {
  if (lastRun === undefined) return false;
  const lastProof = watches.get(region)?.lastProof;
  const isRecent = daysBetween(lastRun, now) * 24 < arrivalHours;
  if (lastProof === undefined) return !isRecent;
  return isRecent ? isOverdue(lastProof, now) : lastProof < plusMinutes(lastRun, -skewMinutes);
}

/** Which Region is blind and why, in words. */
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
