import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import { okUnless, type Parsed, type Problem } from '../parsed.ts';
import { type Instant, parseMoment, plusDays } from '../time.ts';

/** The part of an archive to read; undefined: all. Days are those of the folders, `2026-11-23`, both inclusive. */
export interface ArchiveSelection {
  readonly accounts: readonly AccountId[] | undefined;
  readonly regions: readonly Region[] | undefined;
  readonly fromDay: string | undefined;
  readonly toDay: string | undefined;
}

/** All of an archive. */
export const wholeArchive: ArchiveSelection = {
  accounts: undefined,
  regions: undefined,
  fromDay: undefined,
  toDay: undefined,
};

/** The selection as the user gives it. */
export interface RawSelection {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly accounts?: string | undefined;
  readonly regions?: string | undefined;
}

/**
 * Reads a selection. A log file lies in the folder of the day on which it was delivered, minutes and sometimes hours
 * after its records. So the folders reach one day beyond `since` (inclusive) and one beyond `until` (exclusive), and
 * all records in them are folded.
 */
export function parseSelection(raw: RawSelection): Parsed<ArchiveSelection> {
  const problems: Problem[] = [];
  const since = readMoment('since', raw.since, problems);
  const until = readMoment('until', raw.until, problems);
  if (since !== undefined && until !== undefined && since >= until) {
    problems.push({ field: 'until', given: raw.until, todo: `the end must come after the start, ${raw.since}` });
  }
  const regions = raw.regions === 'all' ? undefined : raw.regions;
  return okUnless(problems, {
    accounts: readList('accounts', raw.accounts, accountIds, problems),
    regions: readList('regions', regions, regionNames, problems),
    fromDay: since && plusDays(since, -1).slice(0, 10),
    toDay: until && plusDays(plusDays(until, -1 / 86_400), 1).slice(0, 10),
  });
}

/** Reads a time, or a day as its first moment in UTC. */
function readMoment(field: string, given: string | undefined, problems: Problem[]): Instant | undefined {
  if (given === undefined) return undefined;
  const at = parseMoment(given);
  const todo = 'give a day like 2026-11-23, or a time like 2026-11-23T08:00:00Z';
  if (at === undefined) problems.push({ field, given, todo });
  return at;
}

/** What stands in a list, and in words. */
interface Parts<T> {
  readonly parse: (part: string) => T | undefined;
  readonly words: string;
}

const accountIds: Parts<AccountId> = { parse: parseAccountId, words: 'the 12 digits of accounts' };
const regionNames: Parts<Region> = { parse: parseRegion, words: 'Regions like eu-west-1' };

function readList<T>(
  field: string,
  given: string | undefined,
  { parse, words }: Parts<T>,
  problems: Problem[],
): T[] | undefined {
  if (given === undefined) return undefined;
  const parts = given.split(',').map((part) => parse(part.trim()));
  const sound = parts.filter((part) => part !== undefined);
  if (sound.length < parts.length) problems.push({ field, given, todo: `give ${words}, with commas between` });
  return sound;
}
