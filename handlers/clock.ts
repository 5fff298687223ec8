import { type Instant, instantOfEpochMs } from '../domain/time.ts';

/** Now, by the clock of this machine. Throws where the clock is before 1970 or after 9999. */
export function clockTime(): Instant {
  const now = instantOfEpochMs(Date.now());
  if (now === undefined) throw new Error('the clock shows no time of our era');
  return now;
}
