import { daysBetween, type Instant } from './time.ts';

/** Whole days, cut off: 89.9 days are 89. */
export function ago(at: Instant, asOf: Instant): string {
  const days = Math.floor(daysBetween(at, asOf));
  if (days < 0) return `in the future (${at})`;
  return days === 0 ? 'less than a day ago' : `${days} day${days === 1 ? '' : 's'} ago`;
}
