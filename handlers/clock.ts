import { type Instant, instantOfEpochMs } from '../domain/time.ts';

/** The time by this machine's clock. Throws where that is before 1970 or after 9999. */
export function clockTime(): Instant {
  const now = instantOfEpochMs(Date.now());
  if (now === undefined) throw new Error('the clock of this machine is before 1970 or after 9999');
  return now;
}
