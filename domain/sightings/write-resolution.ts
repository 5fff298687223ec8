import { epochMs, type Instant } from '../time.ts';
import type { LastSeen } from './last-seen.ts';
import { compareSightings } from './sighting.ts';

/**
 * Whether a table that holds `known` would be behind what was seen by the resolution or more, in any of its maxima. At
 * resolution 0 all that is later is due. Days are not asked about: they are always written.
 */
export function isWriteDue(known: LastSeen | undefined, seen: LastSeen, resolutionMinutes: number): boolean {
  if (known === undefined) return true;
  if (isNews(known.latest, seen.latest, resolutionMinutes)) return true;
  if (seen.lastSuccess !== undefined && isMomentWriteDue(known.lastSuccess, seen.lastSuccess, resolutionMinutes))
    return true;
  for (const [id, sighting] of seen.credentials) {
    const before = known.credentials.get(id);
    if (before === undefined || isNews(before, sighting, resolutionMinutes)) return true;
  }
  return false;
}

/** The same question about one moment. */
export function isMomentWriteDue(known: Instant | undefined, seen: Instant, resolutionMinutes: number): boolean {
  return known === undefined || (seen > known && lags(known, seen, resolutionMinutes));
}

type Ordered = Parameters<typeof compareSightings>[0];

function isNews(known: Ordered, seen: Ordered, resolutionMinutes: number): boolean {
  return compareSightings(seen, known) > 0 && lags(known.at, seen.at, resolutionMinutes);
}

function lags(known: Instant, seen: Instant, resolutionMinutes: number): boolean {
  return epochMs(seen) - epochMs(known) >= resolutionMinutes * 60_000;
}
