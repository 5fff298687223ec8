import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';

/**
 * A stretch of time for which CloudTrail's event history of one Region was searched for one user. The table knows every
 * management event of the user in [from, to]. Both ends inclusive.
 */
export interface LookupWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** What was looked up of one user, by Region. */
export type WindowsByRegion = ReadonlyMap<Region, LookupWindow>;

/** Two stretches that meet are one; of two that do not, the later one is worth more. */
export function mergeLookupWindows(a: LookupWindow | undefined, b: LookupWindow): LookupWindow {
  if (a === undefined) return b;
  const [early, late] = a.to <= b.to ? [a, b] : [b, a];
  return late.from <= early.to ? { from: early.from < late.from ? early.from : late.from, to: late.to } : late;
}
