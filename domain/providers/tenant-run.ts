/** When the daily run over a tenant begins, and how long it waits for a tenant that does not answer. */

import { daysBetween, type Instant } from '../time.ts';

/** What is known as an invocation begins. */
export interface RunsSoFar {
  /** When the run began that is not finished; undefined where there is none. */
  readonly unfinished: Instant | undefined;
  /** The latest run that was finished. */
  readonly latest: Instant | undefined;
  /** Whether the daily schedule, or a person, asks for a run now. */
  readonly isAsked: boolean;
}

/** What an invocation does. */
export type NextStep =
  | { readonly kind: 'rest'; readonly latest: Instant }
  /** `givenUp` is the run that is not continued. */
  | { readonly kind: 'begin'; readonly givenUp?: Instant }
  | { readonly kind: 'continue'; readonly startedAt: Instant };

/** Without a run for so long, any invocation begins one. It is less than the heartbeat alarm waits. */
const missedHours = 25;

/** A run that is not finished by then never will be: what it kept cannot be read, or is never enough. */
const givenUpHours = 20;

/**
 * Decides between a new run, an unfinished one, and nothing to do. An unfinished run comes first, until it is given up
 * where the next one is asked for.
 */
export function planStep({ unfinished, latest, isAsked }: RunsSoFar, now: Instant): NextStep {
  const isGivenUp = unfinished !== undefined && isAsked && hoursBetween(unfinished, now) >= givenUpHours;
  if (unfinished !== undefined && !isGivenUp) return { kind: 'continue', startedAt: unfinished };
  if (isGivenUp) return { kind: 'begin', givenUp: unfinished };
  const isDue = isAsked || latest === undefined || hoursBetween(latest, now) > missedHours;
  return isDue ? { kind: 'begin' } : { kind: 'rest', latest };
}

/** A provider's outage, and a new secret that is not accepted everywhere yet, are over by then. */
const patienceHours = 4;

/**
 * Whether a run still waits for a tenant that does not answer. Afterwards it judges by what it has, so that everybody
 * whose silence is not proven becomes `unknown` and the digest says why.
 */
export const isPatient = (startedAt: Instant, now: Instant): boolean => hoursBetween(startedAt, now) < patienceHours;

const hoursBetween = (from: Instant, to: Instant): number => daysBetween(from, to) * 24;
