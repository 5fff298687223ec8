import { dayWithin } from '../day-within.ts';
import type { Parsed } from '../parsed.ts';
import { type Instant, plusDays } from '../time.ts';

/** Whoever keeps a user says so again after so many days; sooner where the user can change IAM. */
const longestKeepDays = 180;
const longestAdminKeepDays = 90;

/** The last day (UTC) that a keep may name. */
export const lastKeepDay = (now: Instant): string => plusDays(now, longestKeepDays).slice(0, 10);

/** Reads the last day of a keep: today or later, at most 180 days away, of a user who can change IAM 90. */
export function keepUntil(text: string | undefined, now: Instant, isAdmin = false): Parsed<string> {
  return dayWithin(text, now, 0, isAdmin ? longestAdminKeepDays : longestKeepDays);
}
