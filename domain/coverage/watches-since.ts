import { bitsOfDays, type DaysByMonth, daysOfBits } from '../day-set.ts';
import type { Month } from '../time.ts';
import type { WatchFold } from './coverage.ts';

/**
 * The watches with the proofs from a day on, `2026-11-23`. The first folder that is read of an archive holds a few late records of the
 * day before: they are true, and prove nothing of the rest of that day. Undefined: all.
 */
export function watchesSince(fold: WatchFold, day: string | undefined): WatchFold {
  if (day === undefined) return fold;
  return new Map(
    [...fold].map(([accountId, regions]) => [
      accountId,
      new Map([...regions].map(([region, watch]) => [region, { ...watch, days: daysSince(watch.days, day) }])),
    ]),
  );
}

function daysSince(days: DaysByMonth, first: string): Map<Month, number> {
  const kept = new Map<Month, number>();
  for (const [month, bits] of days) {
    const left = daysOfBits(bits).filter((day) => `${month}-${`${day}`.padStart(2, '0')}` >= first);
    if (left.length > 0) kept.set(month, bitsOfDays(left));
  }
  return kept;
}
