import { regionsToWatch, watchedDays } from '../../domain/coverage/watched-days.ts';
import { type DaysByMonth, daysOfBits } from '../../domain/day-set.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { StatedPerson } from '../../domain/people/stated-people.ts';
import { sightingSourceOf } from '../../domain/provider.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import { userIdOf } from '../../domain/sightings/read-entry.ts';
import { type StoredAccount, unreadableWords } from '../../domain/table/stored-account.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { attributeSightings, idEntry } from '../../domain/verdict/attribution.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { nearNames } from '../near-names.ts';
import { sightingReport, userReport } from '../report/user-report.ts';
import { accountsToRead, severalWords } from './accounts-to-read.ts';
import { noPeople, type PeopleFields, readPeople } from './read-people.ts';

type PersonOf = Pick<PeopleFields, 'personOf'>;

/** Everything known of one user, as `lastseen show --format json` prints it. */
export type ShowReport = ReturnType<typeof showReport>;

/** A user found in the table. */
export interface FoundUser {
  readonly stored: StoredAccount;
  readonly assessment: Assessment | undefined;
  readonly lastSeen: LastSeen | undefined;
}

export async function showUser(
  table: LastSeenTable,
  who: string,
  chosen: readonly AccountId[] | undefined,
  stated?: readonly StatedPerson[],
): Promise<ShowReport> {
  const found = await findUser(table, who, chosen);
  return showReport(found, found.assessment === undefined ? noPeople : await readPeople(table, stated));
}

/**
 * Finds a user by name (without regard to case), unique id or ARN. Throws InputError where there is none, or more than
 * one.
 */
export async function findUser(
  table: LastSeenTable,
  who: string,
  chosen: readonly AccountId[] | undefined,
): Promise<FoundUser> {
  const accounts = await accountsToRead(table, chosen);
  const found = await findAmong(accounts, who, (accountId) => table.readUsers(accountId, who));
  const [only, ...others] = found.length > 0 ? found : await findAmong(accounts, who, table.readAccount);
  if (only === undefined) {
    throw new InputError(`the table has no user ${who}; ${await hintOf(table, accounts, who)}`);
  }
  if (others.length > 0) {
    throw new InputError(severalWords(who, found.map(nameOf)));
  }
  return only;
}

async function findAmong(
  accounts: readonly AccountId[],
  who: string,
  read: (accountId: AccountId) => Promise<StoredAccount>,
): Promise<FoundUser[]> {
  const found: FoundUser[] = [];
  for (const accountId of accounts) found.push(...findIn(await read(accountId), who));
  return found;
}

/** The names that may have been meant; only now they are all read. */
async function hintOf(table: LastSeenTable, accounts: readonly AccountId[], who: string): Promise<string> {
  const stored = await Promise.all(accounts.map((accountId) => table.readAccount(accountId)));
  const names = stored.flatMap(({ assessments, lastSeen }) => [
    ...[...assessments.values()].map(({ user }) => user.userName),
    ...[...lastSeen.values()].flatMap(({ latest }) => latest.userName ?? []),
  ]);
  return nearHint(who, names);
}

/** What to try where nobody is called so: the names that may have been meant. */
export function nearHint(who: string, names: readonly string[]): string {
  const near = nearNames(who, names);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  return 'lastseen list shows its users, lastseen scan adds more';
}

function findIn(stored: StoredAccount, who: string): FoundUser[] {
  const assessments = [...stored.assessments.values()];
  const { attributed, unattributed } = attributeSightings(
    stored.lastSeen,
    assessments.map(({ user }) => user),
  );
  const judged = assessments
    .filter(({ user }) => isCalled(who, user.userName, user.userId, user.arn))
    .map((assessment) => ({ stored, assessment, lastSeen: attributed.get(assessment.user)?.lastSeen }));
  if (judged.length > 0) return judged;
  return [...unattributed]
    .filter(([entry, { latest }]) => isCalled(who, latest.userName, userIdOf(entry), latest.arn))
    .map(([, lastSeen]) => ({ stored, assessment: undefined, lastSeen }));
}

/** Whether this is the user's name, in any case, its unique id or its ARN. */
export function isCalled(who: string, userName?: string, userId?: string, arn?: string): boolean {
  return userName?.toLowerCase() === who.toLowerCase() || userId === who || arn === who;
}

function nameOf({ stored, assessment, lastSeen }: FoundUser): string {
  const entry = [...stored.lastSeen].find(([, candidate]) => candidate === lastSeen)?.[0];
  return `${stored.accountId} ${assessment?.user.userId ?? (entry === undefined ? '' : userIdOf(entry)) ?? ''}`.trim();
}

export function showReport({ stored, assessment, lastSeen }: FoundUser, { personOf }: PersonOf = noPeople) {
  const { run, watches } = stored;
  const regions = regionsToWatch(watches, run?.regions);
  const question = run && { now: run.asOf, thresholdDays: run.thresholdDays };
  const lookups = idEntry(assessment?.user.userId).flatMap((entry) => stored.lookups.get(entry) ?? [])[0];
  const latest = lastSeen?.latest;
  return {
    accountId: stored.accountId,
    asOf: run?.asOf ?? null,
    user:
      assessment === undefined || run === undefined
        ? null
        : { ...userReport(assessment, run), ...personOf(assessment.user) },
    userName: assessment?.user.userName ?? latest?.userName ?? null,
    arn: assessment?.user.arn ?? latest?.arn ?? null,
    lastSeen:
      latest === undefined ? null : sightingReport(latest.at, latest, sightingSourceOf(stored.accountId, latest)),
    lastSuccess: lastSeen?.lastSuccess ?? null,
    seenThrough: [...(lastSeen?.credentials ?? [])]
      .map(([credential, { at, eventName, eventSource, region }]) => {
        return { credential, at, event: eventName ?? null, eventSource: eventSource ?? null, region: region ?? null };
      })
      .sort((a, b) => (a.at < b.at ? 1 : -1)),
    activeDays: datesOf(lastSeen?.days ?? new Map()),
    missing: unreadableWords(stored.accountId, stored.unreadableAssessments.length),
    watchedDays: watchedDays({ watches, lookups }, regions, question),
    regions,
  };
}

/** The days as dates, `2026-11-03`, in order. */
export function datesOf(days: DaysByMonth): string[] {
  return [...days]
    .flatMap(([month, bits]) => daysOfBits(bits).map((day) => `${month}-${`${day}`.padStart(2, '0')}`))
    .sort();
}
