import { gapsNeeded, isQuiet, rhythmOf, windowDays } from '../../../domain/rhythm/rhythm.ts';
import { watchedGaps } from '../../../domain/rhythm/silence.ts';
import type { Subject } from './people.ts';

/** The threshold of the question that is asked of every silence. */
export const thresholdDays = 90;

/**
 * The first day of a silence on which a rule speaks, from what was known when the silence began; undefined: never below
 * the threshold. `days` are the active days up to then.
 */
export type Rule = (days: readonly number[], subject: Subject) => number | undefined;

const fixed =
  (limit: number): Rule =>
  () =>
    limit;

/** Lastseen's own rule: the domain decides, day by day. */
const ownRhythm: Rule = (activeDays, { from }) => {
  const isWatched = (day: number) => day >= from;
  const rhythm = rhythmOf({ activeDays, isAccountWatched: isWatched, isWatched });
  if (rhythm === undefined) return undefined;
  for (let days = 1; days < thresholdDays; days++) {
    if (isQuiet(rhythm, { days, isWatched: true }, thresholdDays)) return days;
  }
  return undefined;
};

/** A rule over the gaps of the same window, never below 14 days. */
const byGaps =
  (limitOf: (gaps: readonly number[]) => number): Rule =>
  (days) => {
    const first = (days.at(-1) ?? 0) - windowDays + 1;
    const recent = days.filter((day) => day >= first);
    const gaps = watchedGaps(recent, () => true);
    const limit = Math.max(14, limitOf(gaps));
    return gaps.length < gapsNeeded || limit >= thresholdDays ? undefined : limit;
  };

function meanAndDeviations(gaps: readonly number[]): number {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return Math.floor(mean + 3 * Math.sqrt(variance)) + 1;
}

export const ownRule = '2 x longest gap, at least 28';

/** Lastseen's rule, and those it is compared with. */
export const rules: { readonly [name: string]: Rule } = {
  '30 days for all': fixed(30),
  '45 days for all': fixed(45),
  'mean + 3 sd, at least 14': byGaps(meanAndDeviations),
  'longest gap, at least 14': byGaps((gaps) => Math.max(...gaps) + 1),
  [ownRule]: ownRhythm,
};
