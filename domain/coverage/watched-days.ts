/** The days on which all of an account was watched, for a calendar. */

import { daysOfBits } from '../day-set.ts';
import type { Region } from '../ids.ts';
import type { Question } from '../question.ts';
import { dayNumberOf, dayOfNumber, type Instant, parseTime } from '../time.ts';
import { isWatched } from './coverage.ts';
import type { LookupWindow, WindowsByRegion } from './lookup-window.ts';
import { daysOfProof } from './proven-hours.ts';
import { daysOf, lookedUpOn } from './user-coverage.ts';
import type { Watch } from './watch.ts';

/**
 * The Regions in which silence has to be watched: those that are enabled, as far as that is known, and those of the
 * logs.
 */
export function regionsToWatch(watches: ReadonlyMap<Region, Watch>, enabled: readonly Region[] = []): Region[] {
  return [...new Set([...watches.keys(), ...enabled])].sort();
}

/** What shows that a user was silent: the watches of the account, and the user's lookups in the event history. */
export interface SilenceFacts {
  readonly watches: ReadonlyMap<Region, Watch>;
  readonly lookups: WindowsByRegion | undefined;
}

/**
 * The days on which each of the Regions was watched, or was looked up for the user in the event history: `2026-11-03`,
 * ascending. These are the days that a verdict's coverage counts, of any window. Today also counts by a proof of the
 * last 30 hours. `question` is that of the latest run; without a run no lookup counts.
 */
export function watchedDays(
  { watches, lookups }: SilenceFacts,
  regions: readonly Region[],
  question: Question | undefined,
): string[] {
  const known = new Set([...watches.values()].flatMap(daysOfWatch));
  if (question !== undefined) known.add(dateOf(question.now));
  for (const window of lookups?.values() ?? []) for (const day of daysOfWindow(window)) known.add(day);
  const isLookedUp = question && lookedUpOn(question);
  const isCovered = (day: string) => (region: Region) => {
    const window = lookups?.get(region);
    return (
      isWatchedOn(day, watches.get(region), question?.now) ||
      (window !== undefined && isLookedUp?.(day, window) === true)
    );
  };
  return [...known].sort().filter((day) => regions.length > 0 && regions.every(isCovered(day)));
}

/** Which days of an account were watched, for many users. A day is a whole number of days since 1970, in UTC. */
export interface WatchCalendar {
  /** The days on which every Region was watched. */
  readonly days: ReadonlySet<number>;
  /** Whether the day is one of these, or the user was looked up wherever nobody watched. */
  readonly isWatchedFor: (day: number, lookups: WindowsByRegion | undefined) => boolean;
}

/** The same days as `watchedDays`: those of the account are worked out once for all of its users. */
export function watchCalendar(
  watches: SilenceFacts['watches'],
  regions: readonly Region[],
  question: Question,
): WatchCalendar {
  const days = new Set(watchedDays({ watches, lookups: undefined }, regions, question).map(dayNumberOf));
  const isLookedUp = lookedUpOn(question);
  const unwatched = new Map<number, UnwatchedDay>();
  const isWatchedFor: WatchCalendar['isWatchedFor'] = (day, lookups) => {
    if (days.has(day)) return true;
    if (lookups === undefined || regions.length === 0) return false;
    const { text, without } = unwatched.get(day) ?? unwatchedDay(day, watches, regions, question);
    unwatched.set(day, { text, without });
    return without.every((region) => {
      const window = lookups.get(region);
      return window !== undefined && isLookedUp(text, window);
    });
  };
  return { days, isWatchedFor };
}

/** A day on which not every Region was watched, and those that were not. */
interface UnwatchedDay {
  readonly text: string;
  readonly without: readonly Region[];
}

function unwatchedDay(
  day: number,
  watches: SilenceFacts['watches'],
  regions: readonly Region[],
  { now }: Question,
): UnwatchedDay {
  const text = dayOfNumber(day);
  return { text, without: regions.filter((region) => !isWatchedOn(text, watches.get(region), now)) };
}

const dateOf = (at: Instant) => at.slice(0, 10);

const daysOfWindow = ({ from, to }: LookupWindow) => daysOf({ from: dateOf(from), to: dateOf(to) });

function isWatchedOn(day: string, watch: Watch | undefined, now: Instant | undefined): boolean {
  const at = now?.startsWith(day) ? now : parseTime(`${day}T00:00:00Z`);
  // Stryker disable next-line ConditionalExpression: each day is a date.
  return watch !== undefined && at !== undefined && isWatched(watch, at, now ?? at);
}

const daysOfWatch = ({ days, proof }: Watch) => [
  ...[...days].flatMap(daysOfMonth),
  ...(proof === undefined ? [] : [...daysOfProof(proof)].map(dayOfNumber)),
];

const daysOfMonth = ([month, bits]: readonly [string, number]) =>
  daysOfBits(bits).map((day) => `${month}-${`${day}`.padStart(2, '0')}`);
