import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, isDay, parseMoment, plusMinutes } from '../time.ts';

/**
 * Reads since when changes are wanted: the moment after which they count. Those of a run at that very time do not count.
 * Those of a whole day do.
 */
export function parseSince(text: string): Parsed<Instant> {
  const at = parseMoment(text);
  const todo = "give a day like 2026-11-23, or a run's time as it is printed, like 2026-11-23T08:00:00Z";
  if (at === undefined) return wrong({ field: 'since', given: text, todo });
  return ok(isDay(text) ? plusMinutes(at, -1 / 60) : at);
}
