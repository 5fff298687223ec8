import { regionWords } from '../coverage/coverage-words.ts';
import { isRecorded, isWhole, type RegionTrail, type TrailHealth } from '../coverage/trail-health.ts';
import type { Region } from '../ids.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Checks that in each Region a trail records reads and writes of every source. Without one, no event arrives. */
export function checkTrails(health: TrailHealth): readonly Finding[] {
  if (health.kind === 'unknown') {
    return [warn('trail', `it is not known whether the trails record everything: ${health.why}`, lookCloser)];
  }
  return [
    ...[...health.regions].map(([region, trail]) => checkTrail(region, trail)),
    ...checkValidation(health.regions),
  ];
}

/** Checks that the trails sign digests. A Region where nothing is recorded has a finding of its own. */
function checkValidation(regions: ReadonlyMap<Region, RegionTrail>): readonly Finding[] {
  const without = [...regions].filter(([, trail]) => isRecorded(trail) && trail.isValidated === false);
  if (without.length === 0) return [];
  const where = regionWords(without.map(([region]) => region));
  const todo = 'aws cloudtrail update-trail --name TRAIL --enable-log-file-validation';
  return [warn('trail', `log file validation is off in ${where}: nothing proves that no log file was removed`, todo)];
}

const lookCloser =
  'as the owner of the trail, run: aws cloudtrail describe-trails, get-trail-status, get-event-selectors';

function checkTrail(region: Region, trail: RegionTrail): Finding {
  const { why, excludedSources, deliveryErrors } = trail;
  if (!isRecorded(trail)) {
    const todo =
      'make one multi-Region trail log all management events: aws cloudtrail start-logging, put-event-selectors';
    return fail('trail', `not everything is recorded: ${why}`, todo, region);
  }
  if (!isWhole(trail)) {
    const todo = 'remove the exclusion; until then silence in these services cannot be confirmed';
    return warn('trail', `no trail records ${excludedSources.join(', ')}: ${why}`, todo, region);
  }
  if (deliveryErrors.length > 0) {
    return warn('trail', `files cannot be delivered: ${why}`, 'repair the bucket, its policy or its key', region);
  }
  return ok('trail', 'reads and writes are recorded', region);
}
