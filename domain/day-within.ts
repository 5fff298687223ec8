import { ok, type Parsed, wrong } from './parsed.ts';
import { type Instant, isDay, parseTime, plusDays } from './time.ts';

/** Reads the option `until`: a day (UTC) that lies at least `from` and at most `to` days from now, both inclusive. */
export function dayWithin(text: string | undefined, now: Instant, from: number, to: number): Parsed<string> {
  const [first = '', last = ''] = [from, to].map((days) => plusDays(now, days).slice(0, 10));
  const day = text !== undefined && isDay(text) && parseTime(`${text}T00:00:00Z`) !== undefined ? text : undefined;
  const isWithin = day !== undefined && day >= first && day <= last;
  return isWithin ? ok(day) : wrong({ field: 'until', given: text, todo: `give a day from ${first} to ${last}` });
}
