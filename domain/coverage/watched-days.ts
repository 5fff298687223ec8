import { daysOfBits } from '../day-set.ts';
import type { Region } from '../ids.ts';
import { type Instant, parseTime } from '../time.ts';
import { isWatched, type Watch } from './coverage.ts';

/**
 * The Regions in which silence has to be watched: those that are enabled, as far as that is known, and those of the
 * logs.
 */
export function regionsToWatch(watches: ReadonlyMap<Region, Watch>, enabled: readonly Region[] = []): Region[] {
  return [...new Set([...watches.keys(), ...enabled])].sort();
}

/**
 * The days on which every one of the Regions was watched, `2026-11-03`, ascending: the same days that a verdict's
 * coverage counts, of any window. Today's proof may be of yesterday.
 */
export function watchedDays(
  watches: ReadonlyMap<Region, Watch>,
  regions: readonly Region[],
  now: Instant | undefined,
): string[] {
  const known = new Set([...watches.values()].flatMap(({ days }) => [...days].flatMap(daysOfMonth)));
  if (now !== undefined) known.add(now.slice(0, 10));
  return [...known].sort().filter((day) => {
    const at = now?.startsWith(day) ? now : parseTime(`${day}T00:00:00Z`);
    return (
      at !== undefined && regions.length > 0 && regions.every((region) => isWatchedAt(watches.get(region), at, now))
    );
  });
}

const isWatchedAt = (watch: Watch | undefined, at: Instant, now: Instant = at) =>
  watch !== undefined && isWatched(watch, at, now);

const daysOfMonth = ([month, bits]: readonly [string, number]) =>
  daysOfBits(bits).map((day) => `${month}-${`${day}`.padStart(2, '0')}`);
