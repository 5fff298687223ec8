import type { Region } from './ids.ts';
import { daysBetween, type Instant } from './time.ts';

/** What is asked: was it used in the `thresholdDays` before `now`? Exactly the threshold ago is unused. */
export interface Question {
  readonly now: Instant;
  readonly thresholdDays: number;
  /** The Regions that are enabled in the account, where somebody could tell: silence has to be watched in each. */
  readonly regions?: readonly Region[] | undefined;
}

/** Less than the threshold ago; a time in the future is fresh too, a time that nobody knows is not. */
export function isFresh(at: Instant | undefined, { now, thresholdDays }: Question): boolean {
  return at !== undefined && daysBetween(at, now) < thresholdDays;
}
