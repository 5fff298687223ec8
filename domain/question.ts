import type { Region } from './ids.ts';
import { daysBetween, type Instant } from './time.ts';

/** Was a user or credential used in the `thresholdDays` before `now`? Exactly the threshold ago is unused. */
export interface Question {
  readonly now: Instant;
  readonly thresholdDays: number;
  /** The Regions enabled in the account, where known. Silence counts only if each of them was watched. */
  readonly regions?: readonly Region[] | undefined;
}

/** Whether a time is less than the threshold ago. A time in the future is fresh too; an unknown time is not. */
export function isFresh(at: Instant | undefined, { now, thresholdDays }: Question): boolean {
  return at !== undefined && daysBetween(at, now) < thresholdDays;
}
