import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';

/**
 * The time for which CloudTrail's event history was searched for one user in one Region. The table knows every
 * management event of the user in [from, to]. Both ends inclusive.
 */
export interface LookupWindow {
  readonly from: Instant;
  readonly to: Instant;
}

/** The window of one user's lookups, by Region. */
export type WindowsByRegion = ReadonlyMap<Region, LookupWindow>;

/** Two windows that meet become one. Of two that do not meet, the later one is kept. */
export function mergeLookupWindows(a: LookupWindow | undefined, b: LookupWindow): LookupWindow {
  if (a === undefined) return b;
  // Stryker disable next-line EqualityOperator: of two that end together either may be called the late one.
  const [early, late] = a.to <= b.to ? [a, b] : [b, a];
  if (late.from > early.to) return late;
  // Stryker disable next-line EqualityOperator: of two equal moments either will do.
  return { from: early.from < late.from ? early.from : late.from, to: late.to };
}
