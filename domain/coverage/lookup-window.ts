import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';

/**
 * A stretch of time in which CloudTrail's event history was asked for one user in one Region: it holds no management event
 * of the user in [from, to] that the table does not know of. Both ends inclusive.
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
  // Stryker disable next-line EqualityOperator: of two that end together either may be called the late one.
  const [early, late] = a.to <= b.to ? [a, b] : [b, a];
  if (late.from > early.to) return late;
  // Stryker disable next-line EqualityOperator: of two equal moments either will do.
  return { from: early.from < late.from ? early.from : late.from, to: late.to };
}
