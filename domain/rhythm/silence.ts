/** Silences between active days. Days are whole days since 1970, in UTC. */

/** A silence that goes on. */
export interface Silence {
  /** Whole days since the last activity, cut off. */
  readonly days: number;
  /** Whether each day after that of the last activity was watched, up to today. */
  readonly isWatched: boolean;
}

/**
 * The gaps between active days, each in days from one to the next. The days are given in ascending order. A gap with an
 * unwatched day between is left out: the user may have been active on it.
 */
export function watchedGaps(activeDays: readonly number[], isWatched: (day: number) => boolean): number[] {
  return activeDays.flatMap((day, index) => {
    const before = activeDays[index - 1];
    if (before === undefined || before === day) return [];
    return isEachWatched(before + 1, day - 1, isWatched) ? [day - before] : [];
  });
}

/** Whether each day from one to the other was watched, both inclusive; also where there is no such day. */
export function isEachWatched(from: number, to: number, isWatched: (day: number) => boolean): boolean {
  for (let day = from; day <= to; day++) if (!isWatched(day)) return false;
  return true;
}
