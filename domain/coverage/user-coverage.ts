import type { Question } from '../question.ts';
import { type Instant, plusDays, plusMinutes } from '../time.ts';
import { type Coverage, coverageWith, dayAfter, spansOfDays, type UnwatchedSpan } from './coverage.ts';
import type { LookupWindow, WindowsByRegion } from './lookup-window.ts';

/**
 * The account's coverage for one user. A day that was not watched is no gap if CloudTrail's event history was searched
 * for the user over that whole day. The history needs no trail and holds reads and writes.
 */
export function coverageOfUser(coverage: Coverage, lookups: WindowsByRegion | undefined, question: Question): Coverage {
  if (coverage.kind !== 'partial' || lookups === undefined) return coverage;
  const gaps = coverage.gaps.flatMap((gap) => {
    const lookedUp = lookups.get(gap.region);
    return lookedUp === undefined
      ? [gap]
      : spansOfDays(
          gap.region,
          daysOf(gap).filter((day) => !isLookedUp(day, lookedUp, question)),
        );
  });
  return coverageWith(coverage.regions, gaps);
}

/** The lookups that reach into the window; what ended before it tells nothing any more. */
export function currentLookups(
  lookups: WindowsByRegion | undefined,
  { now, thresholdDays }: Question,
): WindowsByRegion | undefined {
  const start = plusDays(now, -thresholdDays);
  // Stryker disable next-line ArrayDeclaration: what has no end does not reach into the window.
  const current = new Map([...(lookups ?? [])].filter(([, { to }]) => to >= start));
  return current.size === 0 ? undefined : current;
}

function daysOf({ from, to }: UnwatchedSpan): string[] {
  const days = [from];
  for (let day = from; day < to; ) {
    day = dayAfter(day);
    days.push(day);
  }
  return days;
}

/**
 * The history holds the 90 days before each question, and questions take time. If the window is 90 days long, its first
 * minutes have left the history by the time of the question. A user seen only in those minutes is unused within the
 * hour anyway.
 */
const askingMinutes = 60;

/** From the start of the day, or of the window that begins on it, to its end, or to the question. */
function isLookedUp(day: string, { from, to }: LookupWindow, { now, thresholdDays }: Question): boolean {
  const start = `${day}T00:00:00Z` as Instant;
  const windowStart = plusMinutes(plusDays(now, -thresholdDays), askingMinutes);
  const end = `${day}T23:59:59Z` as Instant;
  // Stryker disable next-line EqualityOperator: of two equal moments either will do.
  return from <= (start < windowStart ? windowStart : start) && to >= (end > now ? now : end);
}
