/** The hours in which signed digests prove the log files of a Region. */

import { epochMs, type Instant, instantOfEpochMs, type Month, monthOf } from '../time.ts';

/**
 * Hours in UTC, counted from 1970. Union is the only way it grows, so that order and repetition do not matter.
 * In each of them every log file that CloudTrail delivered was read and is unaltered, and the trail recorded calls that
 * only read.
 */
export interface ProvenHours {
  readonly hours: ReadonlySet<number>;
  /** Those of `hours` for which the trail's selectors are known: no source of events was left out. */
  readonly selectorHours: ReadonlySet<number>;
  /** The hour after the latest of `hours`. */
  readonly end: number;
  /** Hours that nothing proves any more, none of them in `hours`; absent where there are none. */
  readonly lostHours?: ReadonlySet<number>;
}

/** An hour in milliseconds. */
export const hourMs = 3_600_000;
const dayHours = 24;

/** CloudTrail may deliver a record this late, so the newest digest does not prove the hours before its end. */
export const lateHours = 24;

/** The hour of a moment, counted from 1970. */
export const hourOf = (at: Instant): number => Math.floor(epochMs(at) / hourMs);

/** The proof of hours, without those that were lost. */
export function provenHours(
  all: ReadonlySet<number>,
  allBySelectors: ReadonlySet<number>,
  lostHours: ReadonlySet<number> = new Set(),
): ProvenHours {
  const [hours, selectorHours] = [without(lostHours, all), without(lostHours, allBySelectors)];
  let end = 0;
  for (const hour of hours) if (hour >= end) end = hour + 1;
  return { hours, selectorHours, end, ...(lostHours.size > 0 && { lostHours }) };
}

const without = (lost: ReadonlySet<number>, hours: ReadonlySet<number>) =>
  lost.size === 0 ? hours : new Set([...hours].filter((hour) => !lost.has(hour)));

/** What both prove together: commutative, associative, idempotent. An hour that one of them lost is lost. */
export function mergeProvenHours(a: ProvenHours | undefined, b: ProvenHours | undefined): ProvenHours | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const lost = union(a.lostHours ?? new Set(), b.lostHours ?? new Set());
  return provenHours(union(a.hours, b.hours), union(a.selectorHours, b.selectorHours), lost);
}

const union = (a: ReadonlySet<number>, b: ReadonlySet<number>) => new Set([...a, ...b]);

/** The hours of a month, 0 to 743, as hours from 1970; others are left out. */
export function hoursOfMonth(month: Month, hours: Iterable<number>): Set<number> {
  const first = firstHourOf(month);
  return new Set([...hours].filter((hour) => hour >= 0 && hour < 31 * dayHours).map((hour) => first + hour));
}

/** The inverse: hours from 1970 by month, as hours of the month in ascending order. */
export function hoursByMonth(hours: ReadonlySet<number>): Map<Month, number[]> {
  const months = new Map<Month, number[]>();
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const month = monthOf(instantOfEpochMs(hour * hourMs) as Instant);
    const known = months.get(month) ?? [];
    if (known.length === 0) months.set(month, known);
    known.push(hour - firstHourOf(month));
  }
  return months;
}

const firstHourOf = (month: Month): number => hourOf(`${month}-01T00:00:00Z` as Instant);

/**
 * Whether the day of a moment is proven: by its 24 hours, or of the latest days by all of their hours up to the end of
 * the proof, if that reaches to two days before `now`. No digest can prove more, since records may be a day late.
 */
export function isProvenDay({ hours, end }: ProvenHours, at: Instant, now: Instant): boolean {
  const first = Math.floor(hourOf(at) / dayHours) * dayHours;
  if (first > hourOf(now)) return false;
  const last = Math.min(first + dayHours, end);
  if (end < first + dayHours && end < hourOf(now) - freshHours) return false;
  for (let hour = first; hour < last; hour++) if (!hours.has(hour)) return false;
  return true;
}

/** A proof counts as current whose newest digest is at most a day old. */
export const freshHours = lateHours + dayHours;

/** The days that hold a proven hour, as whole days since 1970. */
export const daysOfProof = ({ hours }: ProvenHours): Set<number> =>
  new Set([...hours].map((hour) => Math.floor(hour / dayHours)));
