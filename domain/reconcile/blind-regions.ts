import { isRecorded, type TrailHealth } from '../coverage/trail-health.ts';
import type { Region } from '../ids.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import { daysBetween, type Instant, plusMinutes } from '../time.ts';

/** Clocks may differ by so much. */
const skewMinutes = 5;
/** CloudTrail's events come within this, most within minutes. */
const arrivalHours = 1;
/** A daily job that is late is no reason to call a Region blind. */
const proofHours = 26;

/**
 * The Regions whose trails do not record reads and writes, and those whose proof did not come back: the last run made a call there,
 * and the table has no proof of the Region since. Before the first run has made one, nothing is known to be missing. A run that follows within the hour cannot
 * expect it yet and only tells of Regions that were seen before and not for a day.
 */
export function blindRegions(
  regions: readonly Region[],
  stored: StoredAccount,
  health: TrailHealth,
  now: Instant,
): Region[] {
  const unproven = unprovenRegions(regions, stored, now);
  return regions.filter((region) => unproven.includes(region) || isUnrecorded(health, region));
}

/** A trail that leaves out some sources is not blind, though it cannot vouch for silence. */
function isUnrecorded(health: TrailHealth, region: Region): boolean {
  const trail = health.kind === 'known' ? health.regions.get(region) : undefined;
  return trail !== undefined && !isRecorded(trail);
}

function unprovenRegions(regions: readonly Region[], stored: StoredAccount, now: Instant): Region[] {
  const lastRun = stored.run?.asOf;
  if (lastRun === undefined) return [];
  const isRecent = daysBetween(lastRun, now) * 24 < arrivalHours;
  const due = isRecent ? plusMinutes(now, -proofHours * 60) : plusMinutes(lastRun, -skewMinutes);
  return regions.filter((region) => {
    const lastProof = stored.watches.get(region)?.lastProof;
    return lastProof === undefined ? !isRecent : lastProof < due;
  });
}
