import { limitOf, rhythmWords } from '../rhythm/rhythm.ts';
import { type Instant, silentDays } from '../time.ts';
import type { Assessment } from './assessment.ts';

/** A user's rhythm as JSON, in answers and events; null where too little of it is known. Do not rename its fields. */
export type RhythmDetail = ReturnType<typeof rhythmDetail>;

/** A user's rhythm in numbers and in words; null where it is not known, or nothing of the user was ever seen. */
export function rhythmDetail({ rhythm, lastActivity }: Assessment, asOf: Instant) {
  if (rhythm === undefined || lastActivity === undefined) return null;
  const days = silentDays(lastActivity.at, asOf);
  return {
    quiet: rhythm.quiet,
    since: lastActivity.at,
    silentDays: days,
    gaps: rhythm.gaps,
    longestGapDays: rhythm.longestGap,
    limitDays: limitOf(rhythm),
    words: rhythmWords(rhythm, days),
  };
}
