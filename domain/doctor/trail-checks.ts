import { isRecorded, isWhole, type RegionTrail, type TrailHealth } from '../coverage/trail-health.ts';
import type { Region } from '../ids.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** In each Region a trail records reads and writes of every source; without one EventBridge has nothing to hand on. */
export function checkTrails(health: TrailHealth): readonly Finding[] {
  if (health.kind === 'unknown') {
    return [warn('trail', `whether trails record everything is not known: ${health.why}`, lookCloser)];
  }
  return [...health.regions].map(([region, trail]) => checkTrail(region, trail));
}

const lookCloser = 'aws cloudtrail describe-trails, get-trail-status and get-event-selectors, as who owns the trail';

function checkTrail(region: Region, trail: RegionTrail): Finding {
  const { why, excludedSources, deliveryErrors } = trail;
  if (!isRecorded(trail)) {
    const todo =
      'make one multi-Region trail log all management events: aws cloudtrail start-logging, put-event-selectors';
    return fail('trail', `not everything is recorded: ${why}`, todo, region);
  }
  if (!isWhole(trail)) {
    const todo = 'take the exclusion out, or know that nobody who uses only these is corroborated';
    return warn('trail', `${excludedSources.join(', ')} is recorded by no trail: ${why}`, todo, region);
  }
  if (deliveryErrors.length > 0) {
    return warn('trail', `files cannot be delivered: ${why}`, 'mend the bucket, its policy or its key', region);
  }
  return ok('trail', 'reads and writes are recorded', region);
}
