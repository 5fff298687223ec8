import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import { type Instant, parseTime, plusDays } from '../time.ts';

/** What of an archive is asked for; undefined: all. Days are those of the folders, `2026-11-23`, both inclusive. */
export interface ArchiveSelection {
  readonly accounts: readonly AccountId[] | undefined;
  readonly regions: readonly Region[] | undefined;
  readonly fromDay: string | undefined;
  readonly toDay: string | undefined;
}

/** As it was typed. */
export interface RawSelection {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly accounts?: string | undefined;
  readonly regions?: string | undefined;
}

/**
 * Log files lie in the folder of the day on which they were delivered, minutes and sometimes hours after their records: the folders
 * asked for reach one day beyond `since` (inclusive) and one beyond `until` (exclusive), and all that they hold is folded.
 */
export function parseSelection(raw: RawSelection): ArchiveSelection | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const since = readMoment('--since', raw.since, problems);
  const until = readMoment('--until', raw.until, problems);
  if (since !== undefined && until !== undefined && since >= until) {
    problems.push(`--since ${raw.since} --until ${raw.until}: the end must come after the start`);
  }
  const selection = {
    accounts: readList('--accounts', raw.accounts, parseAccountId, 'the 12 digits of accounts', problems),
    regions: readList(
      '--regions',
      raw.regions === 'all' ? undefined : raw.regions,
      parseRegion,
      'Regions like eu-west-1',
      problems,
    ),
    fromDay: since && plusDays(since, -1).slice(0, 10),
    toDay: until && plusDays(plusDays(until, -1 / 86_400), 1).slice(0, 10),
  };
  return problems.length > 0 ? { problems } : selection;
}

/** A day is its first moment in UTC. */
function readMoment(flag: string, text: string | undefined, problems: string[]): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at === undefined)
    problems.push(`${flag} ${text}: give a day like 2026-11-23, or a time like 2026-11-23T08:00:00Z`);
  return at;
}

function readList<T>(
  flag: string,
  text: string | undefined,
  parse: (part: string) => T | undefined,
  what: string,
  problems: string[],
): T[] | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(',').map((part) => parse(part.trim()));
  const sound = parts.filter((part) => part !== undefined);
  if (sound.length < parts.length) problems.push(`${flag} ${text}: give ${what}, with commas between`);
  return sound;
}
