import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, isDay, parseTime, plusDays } from '../time.ts';

/** Whoever keeps a user says so again after so many days. */
const longestKeepDays = 180;

/** The last day (UTC) that a keep may name. */
export const lastKeepDay = (now: Instant): string => plusDays(now, longestKeepDays).slice(0, 10);

/** Reads the last day of a keep: today or later, at most 180 days away. */
export function keepUntil(text: string | undefined, now: Instant): Parsed<string> {
  const [today, last] = [now.slice(0, 10), lastKeepDay(now)];
  const day = text !== undefined && isDay(text) && parseTime(`${text}T00:00:00Z`) !== undefined ? text : undefined;
  const isWithin = day !== undefined && day >= today && day <= last;
  return isWithin ? ok(day) : wrong({ field: 'until', given: text, todo: `give a day from ${today} to ${last}` });
}
