import type { Crossing } from './crossing.ts';

/** How many cross the threshold in one week. */
export interface CrossingWeek {
  /** 1 is the seven days that begin with the day of the question, in UTC. */
  readonly week: number;
  readonly crossing: number;
}

/** A forecast has at least so many weeks. */
export const leastWeeks = 4;

/**
 * Counts crossings by week ahead, if nobody is active any more: arithmetic, and any use moves its date. Crossings after
 * the last week are left out.
 */
export function crossingWeeks(crossings: readonly (Crossing | null | undefined)[], weeks = leastWeeks): CrossingWeek[] {
  const counts = Array.from({ length: weeks }, () => 0);
  for (const each of crossings) {
    const week = Math.floor((each?.inDays ?? -1) / 7);
    const count = counts[week];
    if (count !== undefined) counts[week] = count + 1;
  }
  return counts.map((crossing, index) => ({ week: index + 1, crossing }));
}
