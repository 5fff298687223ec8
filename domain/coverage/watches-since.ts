import { bitsOfDays, type DaysByMonth, daysOfBits } from '../day-set.ts';
import type { AccountId, Region } from '../ids.ts';
import type { Month } from '../time.ts';
import type { WatchFold } from './watch.ts';

/**
 * The watches with only the proofs from a day on, `2026-11-23`; undefined: all. The first folder that is read of an
 * archive has a few late records of the day before. They are valid evidence but do not prove the rest of that day.
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

/** The watch of one Region alone, with the proofs from a day on; none where none is left. */
export function watchSince(fold: WatchFold, accountId: AccountId, region: Region, day: string): WatchFold {
  const watch = watchesSince(fold, day).get(accountId)?.get(region);
  return watch === undefined || watch.days.size === 0 ? new Map() : new Map([[accountId, new Map([[region, watch]])]]);
}

function daysSince(days: DaysByMonth, first: string): Map<Month, number> {
  const kept = new Map<Month, number>();
  for (const [month, bits] of days) {
    const left = daysOfBits(bits).filter((day) => `${month}-${`${day}`.padStart(2, '0')}` >= first);
    if (left.length > 0) kept.set(month, bitsOfDays(left));
  }
  return kept;
}
