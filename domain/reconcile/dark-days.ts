import { isWhole, type RegionTrail, type TrailHealth } from '../coverage/trail-health.ts';
import { addDay, type DaysByMonth, unionOfDays } from '../day-set.ts';
import type { Region } from '../ids.ts';
import { darkEntry, monthEntry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { type Instant, laterOf, type Month, plusDays } from '../time.ts';

export type DarkDays = ReadonlyMap<Region, DaysByMonth>;

/** A run that comes after a longer pause has no proof of the days before. */
const lookBackDays = 31;

/**
 * The days on which a trail may have left something out, found by asking how trails are now: where one leaves something out, it may have
 * done so since the last run; where it was begun anew since, it was stopped until then.
 */
export function darkDaysOf(health: TrailHealth, lastRun: Instant | undefined, now: Instant): DarkDays {
  const dark = new Map<Region, DaysByMonth>();
  if (health.kind === 'unknown') return dark;
  const since = laterOf(lastRun ?? now, plusDays(now, -lookBackDays));
  for (const [region, trail] of health.regions) {
    const until = darkUntil(trail, since, now);
    if (until !== undefined) dark.set(region, daysFromTo(since, until));
  }
  return dark;
}

function darkUntil(trail: RegionTrail, since: Instant, now: Instant): Instant | undefined {
  if (!isWhole(trail)) return now;
  return trail.since !== undefined && trail.since > since && trail.since <= now ? trail.since : undefined;
}

function daysFromTo(from: Instant, to: Instant): DaysByMonth {
  const days = new Map<Month, number>();
  for (let at = from; at < to; at = plusDays(at, 1)) addDay(days, at);
  addDay(days, to);
  return days;
}

/** What is stored with the dark days, as the table holds it once they are written. */
export function withDarkDays(stored: StoredAccount, dark: DarkDays): StoredAccount {
  const watches = new Map(stored.watches);
  for (const [region, days] of dark) {
    const watch = watches.get(region);
    if (watch !== undefined) watches.set(region, { ...watch, dark: unionOfDays(watch.dark ?? new Map(), days) });
  }
  return { ...stored, watches };
}

/** The writes for dark days that the table does not have. A Region without any watch has nothing that they could darken. */
export function planDarkDays({ accountId, watches }: StoredAccount, dark: DarkDays): TableWrite[] {
  return [...dark].flatMap(([region, days]) => {
    const known = watches.get(region);
    return [...days].flatMap(([month, bits]): TableWrite[] => {
      const news = bits & ~(known?.dark?.get(month) ?? 0);
      const entry = monthEntry(darkEntry(region), month);
      return known === undefined || news === 0 ? [] : [{ kind: 'days', accountId, entry, bits: news }];
    });
  });
}
