import type { Region } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';

export const states = ['active', 'idle', 'never-used', 'new', 'unknown'] as const;

/** `idle`: seen once, by whatever source, but not within the threshold. `new`: too young to judge. */
export type State = (typeof states)[number];

export const isUnused = (state: State): boolean => state === 'idle' || state === 'never-used';

/** Who says that there was activity. */
export type EvidenceSource = 'cloudtrail' | 'credential-report' | 'list-users';

/** What is asked: was it used in the `thresholdDays` before `now`? Exactly the threshold ago is unused. */
export interface Question {
  readonly now: Instant;
  readonly thresholdDays: number;
  /** The Regions that are enabled in the account, where somebody could tell: silence has to be watched in each. */
  readonly regions?: readonly Region[] | undefined;
}

/** Less than the threshold ago; a time in the future is fresh too. */
export function isFresh(at: Instant, { now, thresholdDays }: Question): boolean {
  return daysBetween(at, now) < thresholdDays;
}
