/** How far CloudTrail watched the account's Regions. */

import { hasDay } from '../day-set.ts';
import type { Region } from '../ids.ts';
import type { Question } from '../question.ts';
import { daysBetween, type Instant, plusDays } from '../time.ts';
import { proofLagHours } from './proof-lag.ts';
import { isProvenDay } from './proven-hours.ts';
import type { Watch } from './watch.ts';

/** Days of the window on which a Region was not watched; both days inclusive, `2026-11-03`. */
export interface UnwatchedSpan {
  readonly region: Region;
  readonly from: string;
  readonly to: string;
}

/** How far CloudTrail proves silence over the window, in these Regions. */
export type Coverage =
  | { readonly kind: 'whole'; readonly regions: readonly Region[] }
  | { readonly kind: 'partial'; readonly regions: readonly Region[]; readonly gaps: readonly UnwatchedSpan[] }
  | { readonly kind: 'none' };

/**
 * The coverage of the question's window, both ends inclusive. It is whole if each enabled Region, and each Region in
 * the logs, has a proof on every day, the latest stored one at most 30 hours old. Where the enabled Regions are not
 * known, a Region without logs is not known either.
 */
export function coverageOf(watches: ReadonlyMap<Region, Watch>, question: Question): Coverage {
  const regions = [...new Set([...watches.keys(), ...(question.regions ?? [])])].sort();
  if (regions.length === 0) return { kind: 'none' };
  return coverageWith(
    regions,
    regions.flatMap((region) => unwatchedSpansOf(region, watches.get(region), question)),
  );
}

/** The coverage of these Regions with these gaps; whole where there are none. */
export function coverageWith(regions: readonly Region[], gaps: readonly UnwatchedSpan[]): Coverage {
  return gaps.length === 0 ? { kind: 'whole', regions } : { kind: 'partial', regions, gaps };
}

/** The first day of the unbroken watch of a Region, `2026-08-01`; undefined where it is not watched now. */
export function watchedSince(watch: Watch, now: Instant): string | undefined {
  let since: string | undefined;
  for (let at = now; isWatched(watch, at, now) && at.slice(0, 10) !== since; at = plusDays(at, -1)) {
    since = at.slice(0, 10);
  }
  return since;
}

function unwatchedSpansOf(region: Region, watch: Watch | undefined, { now, thresholdDays }: Question): UnwatchedSpan[] {
  const days: string[] = [];
  for (let daysAgo = thresholdDays; daysAgo >= 0; daysAgo--) {
    const at = plusDays(now, -daysAgo);
    if (watch === undefined || !isWatched(watch, at, now)) days.push(at.slice(0, 10));
  }
  return spansOfDays(region, days);
}

/** The spans of a Region's days, given in ascending order. Consecutive days are one span. */
export function spansOfDays(region: Region, days: readonly string[]): UnwatchedSpan[] {
  const gaps: { region: Region; from: string; to: string }[] = [];
  for (const day of days) {
    const last = gaps.at(-1);
    if (last !== undefined && (last.to === day || dayAfter(last.to) === day)) last.to = day;
    else gaps.push({ region, from: day, to: day });
  }
  return gaps;
}

/** The next day, `2026-11-03`. */
export const dayAfter = (day: string): string => plusDays(`${day}T00:00:00Z` as Instant, 1).slice(0, 10);

/**
 * Whether a Region was watched on the day of `at`, by a read-only call or by signed digests: now also by a proof of the
 * last 24 hours, for which the stored one may be six hours older.
 */
export function isWatched({ days, unrecorded, lastProof, proof }: Watch, at: Instant, now: Instant): boolean {
  if (unrecorded !== undefined && hasDay(unrecorded, at)) return false;
  if (hasDay(days, at) || (proof !== undefined && isProvenDay(proof, at, now))) return true;
  return (
    at === now &&
    // Stryker disable next-line ConditionalExpression: undefined is not at or before anything.
    lastProof !== undefined &&
    lastProof <= now &&
    daysBetween(lastProof, now) * 24 <= 24 + proofLagHours
  );
}
