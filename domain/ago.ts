/** A time in the past, in words: `89 days ago`. */

import { type Instant, silentDays } from './time.ts';

/** Whole days, cut off: 89.9 days are 89. */
export function ago(at: Instant, asOf: Instant): string {
  if (at > asOf) return `in the future (${at})`;
  const days = silentDays(at, asOf);
  return days === 0 ? 'less than a day ago' : `${days} day${days === 1 ? '' : 's'} ago`;
}
