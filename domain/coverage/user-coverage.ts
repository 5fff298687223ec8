import type { Question } from '../question.ts';
import { type Instant, plusDays, plusMinutes } from '../time.ts';
import { type Coverage, coverageWith, dayAfter, spansOfDays, type UnwatchedSpan } from './coverage.ts';
import type { LookupWindow, WindowsByRegion } from './lookup-window.ts';

/**
 * The account's coverage as it is for one user: a day that was not watched, but wholly looked up for the user in CloudTrail's
 * event history, is no gap. The history needs no trail and holds what reads and what writes.
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
 * The history holds 90 days before the moment of asking, and to ask takes time: of a window that is as long, the first minutes are
 * gone by then. A user who was seen in them alone is unused within the hour anyway.
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
