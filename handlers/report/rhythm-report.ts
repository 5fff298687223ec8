import { limitOf, rhythmWords } from '../../domain/rhythm/rhythm.ts';
import { type Instant, silentDays } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';

/** A user's rhythm, as the outputs show it; null where too little of it is known. */
export function rhythmReport({ rhythm, lastActivity }: Assessment, asOf: Instant) {
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
