/** The days on which a trail left something out. */

import { isWhole, type RegionTrail, type TrailHealth } from '../coverage/trail-health.ts';
import { addDay, type DaysByMonth, unionOfDays } from '../day-set.ts';
import type { Region } from '../ids.ts';
import { unrecordedDaysEntry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { type Instant, laterOf, type Month, plusDays } from '../time.ts';

/** By Region, the days that do not count as watched, even with a proof. */
export type UnrecordedDays = ReadonlyMap<Region, DaysByMonth>;

/** Days further back have no proof after such a long pause. */
const lookBackDays = 31;

/**
 * The days on which a trail may have left something out, from the current settings of the trails. A trail that leaves
 * something out may have done so since the last run. A trail that was started since then was stopped before.
 */
export function unrecordedDaysOf(health: TrailHealth, lastRun: Instant | undefined, now: Instant): UnrecordedDays {
  const unrecorded = new Map<Region, DaysByMonth>();
  if (health.kind === 'unknown') return unrecorded;
  const since = laterOf(lastRun ?? now, plusDays(now, -lookBackDays));
  for (const [region, trail] of health.regions) {
    const until = unrecordedUntil(trail, since, now);
    if (until !== undefined) unrecorded.set(region, daysFromTo(since, until));
  }
  return unrecorded;
}

function unrecordedUntil(trail: RegionTrail, since: Instant, now: Instant): Instant | undefined {
  if (!isWhole(trail)) return now;
  return trail.since !== undefined && trail.since > since && trail.since <= now ? trail.since : undefined;
}

function daysFromTo(from: Instant, to: Instant): DaysByMonth {
  const days = new Map<Month, number>();
  for (let at = from; at < to; at = plusDays(at, 1)) addDay(days, at);
  addDay(days, to);
  return days;
}

/** The account with the unrecorded days, as the table will hold it. */
export function withUnrecordedDays(stored: StoredAccount, unrecorded: UnrecordedDays): StoredAccount {
  const watches = new Map(stored.watches);
  for (const [region, days] of unrecorded) {
    const watch = watches.get(region);
    if (watch !== undefined)
      watches.set(region, { ...watch, unrecorded: unionOfDays(watch.unrecorded ?? new Map(), days) });
  }
  return { ...stored, watches };
}

/** The writes of unrecorded days that the table lacks; none for a Region that was never watched. */
export function planUnrecordedDays({ accountId, watches }: StoredAccount, unrecorded: UnrecordedDays): TableWrite[] {
  return [...unrecorded].flatMap(([region, days]) => {
    const known = watches.get(region);
    return [...days].flatMap(([month, bits]): TableWrite[] => {
      const news = bits & ~(known?.unrecorded?.get(month) ?? 0);
      const entry = unrecordedDaysEntry(region, month);
      return known === undefined || news === 0 ? [] : [{ kind: 'days', accountId, entry, bits: news }];
    });
  });
}
