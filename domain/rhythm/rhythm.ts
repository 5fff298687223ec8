/** The rhythm of one user: the longest gap between its own active days, and how long a silence goes beyond it. */

import { type Silence, watchedGaps } from './silence.ts';

/** Rhythm is measured over the days up to and including the last active one. A silence never changes it. */
export const windowDays = 400;

/** Without so many watched days of the window there is no rhythm. */
const watchedDaysNeeded = 100;

/** Without so many gaps there is no rhythm. */
export const gapsNeeded = 10;

/** No silence shorter than this is quiet, however regular the user: holidays are longer than most gaps. */
const shortestLimit = 28;

/** What the active days of a user's window show. */
export interface Rhythm {
  /** How many gaps were measured. Active days that follow each other are a gap of 1. */
  readonly gaps: number;
  /** In days from one active day to the next. */
  readonly longestGap: number;
}

/** A user's rhythm, and whether its silence is quiet by it as of a run. */
export interface UserRhythm extends Rhythm {
  readonly quiet: boolean;
}

/** The active days of a user, and the days on which somebody watched. Days are whole days since 1970, in UTC. */
export interface Activity {
  /** Ascending. The last is the day of the last activity, from any source. */
  readonly activeDays: readonly number[];
  /** Whether the account's Regions were watched. */
  readonly isAccountWatched: (day: number) => boolean;
  /** Whether silence of this user counts: the account was watched, or the user was looked up in the event history. */
  readonly isWatched: (day: number) => boolean;
}

/**
 * Measures the rhythm over the window that ends with the last active day. A gap that spans an unwatched day is no gap:
 * the user may have been active on it. Undefined below `watchedDaysNeeded` and `gapsNeeded`. Active days that come
 * twice change nothing.
 */
export function rhythmOf({ activeDays, isAccountWatched, isWatched }: Activity): Rhythm | undefined {
  const last = activeDays.at(-1);
  if (last === undefined) return undefined;
  const first = last - windowDays + 1;
  const gaps = watchedGaps(
    activeDays.filter((day) => day >= first),
    isWatched,
  );
  if (gaps.length < gapsNeeded || !hasEnoughWatch(first, last, isAccountWatched)) return undefined;
  return { gaps: gaps.length, longestGap: Math.max(...gaps) };
}

function hasEnoughWatch(first: number, last: number, isWatched: (day: number) => boolean): boolean {
  let watched = 0;
  for (let day = first; day <= last && watched < watchedDaysNeeded; day++) if (isWatched(day)) watched++;
  return watched === watchedDaysNeeded;
}

/** From so many days of silence on the user is quieter than its rhythm explains. */
export const limitOf = ({ longestGap }: Pick<Rhythm, 'longestGap'>): number =>
  Math.max(shortestLimit, 2 * longestGap + 1);

/**
 * Whether a silence is quiet by the user's own rhythm: it has reached the limit, every day of it was watched, and it is
 * below the threshold. From the threshold on the state says it. So a limit that is not below the threshold says
 * nothing.
 */
export function isQuiet(rhythm: Rhythm, { days, isWatched }: Silence, thresholdDays: number): boolean {
  return isWatched && days >= limitOf(rhythm) && days < thresholdDays;
}

/** The rhythm in words: `silent 31 days; the longest of 212 gaps in the last 400 days was 9`. */
export function rhythmWords({ gaps, longestGap }: Rhythm, silentDays: number): string {
  const silent = silentDays === 1 ? '1 day' : `${silentDays} days`;
  return `silent ${silent}; the longest of ${gaps} gaps in the last ${windowDays} days was ${longestGap}`;
}
