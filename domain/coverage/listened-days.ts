/** On which days somebody listened to a user. */

import type { Region } from '../ids.ts';
import type { Question } from '../question.ts';
import { type Instant, plusDays } from '../time.ts';
import { isWatched } from './coverage.ts';
import type { Watch } from './watch.ts';

/** Whole days (UTC) after a moment and before today. A day counts if every Region was watched on it. */
export interface ListenedDays {
  readonly days: number;
  readonly ofDays: number;
  /** The most days in a row on which a Region was not watched. */
  readonly longestBreak: number;
}

/** How far a quarantined user is heard. */
export interface Listening extends ListenedDays {
  /** Whether every Region is watched at this moment. */
  readonly isHeardNow: boolean;
  /** Services it may use whose calls on data no trail is known to record; absent where that cannot be told. */
  readonly unheard?: readonly string[] | undefined;
}

/** Listening that breaks for longer than this many days in a row proves no silence. */
export const longestPause = 7;

/** `18 of 20 days listened; heard partly: calls on data of s3, sqs are not recorded`. */
export function listeningWords({ days, ofDays, unheard }: Omit<Listening, 'isHeardNow'>): string {
  const counted = `${days} of ${ofDays} days listened`;
  if (unheard === undefined) return `${counted}; heard partly: a policy of it cannot be read`;
  return unheard.length === 0 ? counted : `${counted}; heard partly: ${servicesWords(unheard)} are not recorded`;
}

const shownServices = 5;

function servicesWords(services: readonly string[]): string {
  const more = services.length - shownServices;
  const shown = services.slice(0, shownServices).join(', ');
  return `calls on data of ${shown}${more > 0 ? ` and ${more} more services` : ''}`;
}

/**
 * Counts the days of a quarantine on which a call of the user would have been heard. The Regions are those of the logs
 * and those enabled; without any, nobody listened. A day without a watch never counts, whatever is known of other days.
 */
export function listenedDays(
  watches: ReadonlyMap<Region, Watch>,
  { now, regions = [] }: Pick<Question, 'now' | 'regions'>,
  since: Instant,
): ListenedDays {
  const all = regionsOf(watches, regions).map((region) => watches.get(region));
  const heard = daysWithin(since, now).map((day) => areWatched(all, day, now));
  return { days: heard.filter(Boolean).length, ofDays: heard.length, longestBreak: longestBreak(heard) };
}

/** Whether a call of this moment is heard in every Region of the logs and in every enabled one. */
export function isHeardNow(
  watches: ReadonlyMap<Region, Watch>,
  { now, regions = [] }: Pick<Question, 'now' | 'regions'>,
): boolean {
  return areWatched(
    regionsOf(watches, regions).map((region) => watches.get(region)),
    now,
    now,
  );
}

/** The same days, each Region by itself, in the order of their names. */
export function listenedByRegion(
  watches: ReadonlyMap<Region, Watch>,
  { now, regions = [] }: Pick<Question, 'now' | 'regions'>,
  since: Instant,
): (Omit<ListenedDays, 'longestBreak'> & { readonly region: Region })[] {
  const days = daysWithin(since, now);
  return regionsOf(watches, regions)
    .toSorted()
    .map((region) => {
      const heard = days.filter((day) => areWatched([watches.get(region)], day, now));
      return { region, days: heard.length, ofDays: days.length };
    });
}

const regionsOf = (watches: ReadonlyMap<Region, Watch>, regions: readonly Region[]): Region[] => [
  ...new Set([...watches.keys(), ...regions]),
];

/** Without any Region, nobody listens. */
const areWatched = (watches: readonly (Watch | undefined)[], at: Instant, now: Instant): boolean =>
  watches.length > 0 && watches.every((watch) => watch !== undefined && isWatched(watch, at, now));

/** One moment of each day after that of `since` and before that of `now`. */
function daysWithin(since: Instant, now: Instant): Instant[] {
  const days: Instant[] = [];
  for (let day = plusDays(since, 1); day.slice(0, 10) < now.slice(0, 10); day = plusDays(day, 1)) days.push(day);
  return days;
}

function longestBreak(heard: readonly boolean[]): number {
  let [longest, current] = [0, 0];
  for (const each of heard) {
    current = each ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}
