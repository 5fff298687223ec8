import type { Question } from '../question.ts';
import { type Instant, plusDays, plusMinutes } from '../time.ts';
import { type Coverage, coverageWith, dayAfter, spansOfDays, type UnwatchedSpan } from './coverage.ts';
import type { LookupWindow, WindowsByRegion } from './lookup-window.ts';

/**
 * The account's coverage for one user. An unwatched day is no gap if all of it was looked up for the user in
 * CloudTrail's event history. The history needs no trail and holds reads and writes.
 */
export function coverageOfUser(coverage: Coverage, lookups: WindowsByRegion | undefined, question: Question): Coverage {
  if (coverage.kind !== 'partial' || lookups === undefined) return coverage;
  const isLookedUp = lookedUpOn(question);
  const gaps = coverage.gaps.flatMap((gap) => {
    const lookedUp = lookups.get(gap.region);
    return lookedUp === undefined
      ? [gap]
      : spansOfDays(
          gap.region,
          daysOf(gap).filter((day) => !isLookedUp(day, lookedUp)),
        );
  });
  return coverageWith(coverage.regions, gaps);
}

/** The lookups that reach into the window. One that ended before it says nothing about the window. */
export function currentLookups(
  lookups: WindowsByRegion | undefined,
  { now, thresholdDays }: Question,
): WindowsByRegion | undefined {
  const start = plusDays(now, -thresholdDays);
  // Stryker disable next-line ArrayDeclaration: what has no end does not reach into the window.
  const current = new Map([...(lookups ?? [])].filter(([, { to }]) => to >= start));
  return current.size === 0 ? undefined : current;
}

/** The days from one to another, both inclusive, `2026-11-03`. */
export function daysOf({ from, to }: Pick<UnwatchedSpan, 'from' | 'to'>): string[] {
  const days = [from];
  for (let day = from; day < to; ) {
    day = dayAfter(day);
    days.push(day);
  }
  return days;
}

/**
 * The history holds the 90 days before the request, and many requests take time. So the first minutes of a window of 90
 * days are gone when they are requested. A user who was seen only in those minutes is unused within the hour anyway.
 */
const lookupMinutes = 60;

/**
 * Tells whether a day was looked up: from its start (or the window's start on it) to its end (or the question's time).
 */
export function lookedUpOn({ now, thresholdDays }: Question): (day: string, window: LookupWindow) => boolean {
  const windowStart = plusMinutes(plusDays(now, -thresholdDays), lookupMinutes);
  return (day, { from, to }) => {
    const start = `${day}T00:00:00Z` as Instant;
    const end = `${day}T23:59:59Z` as Instant;
    // Stryker disable next-line EqualityOperator: of two equal moments either will do.
    return from <= (start < windowStart ? windowStart : start) && to >= (end > now ? now : end);
  };
}
