/** The inventory of a live run, with a missing fact for each source that failed. */

import type { Answer, Failure } from '../answer.ts';
import type { Instant } from '../time.ts';
import type { CredentialReport } from './credential-report.ts';
import { gapWords } from './gap-words.ts';
import { type IamUser, type InventorySource, type LiveSource, type MissingFact, matchCreation } from './iam-user.ts';
import { joinInventory, joinServiceCredentials, type ServiceCredential } from './join-inventory.ts';
import type { ListedUser } from './listed-user.ts';

/** A listing, or the part that could be read. `failure` says why it is incomplete; undefined where it is complete. */
export interface GatheredListing {
  readonly users: readonly ListedUser[];
  readonly failure: Failure | undefined;
}

/** IAM's answers to a live run: each source's answer, or why there is none. */
export interface GatheredInventory {
  readonly report: Answer<CredentialReport>;
  readonly details: GatheredListing;
  readonly list: GatheredListing;
  readonly serviceCredentials: { readonly listed: readonly ServiceCredential[]; readonly failure: Failure | undefined };
}

/** The users, with a missing fact where a source failed. */
export interface CompletedInventory {
  readonly users: readonly IamUser[];
  /** The sources that failed, in words. */
  readonly missing: readonly string[];
}

/**
 * The account's current users from IAM, each with a gap for every source that failed to report it. If no listing is
 * complete, users known from the last run stay. If only the report lists a user, its unique id comes from the last run.
 * A user in neither of two complete listings is gone, even if the report still lists it.
 */
export function completeInventory(
  gathered: GatheredInventory,
  known: readonly IamUser[],
  now: Instant,
): CompletedInventory {
  const { details, list, serviceCredentials } = gathered;
  const reports = gathered.report.kind === 'answered' ? [gathered.report.value] : [];
  const joined = joinInventory({ reports, details: details.users, list: list.users }, now);
  const named = recallIds(joined, known).filter(({ userId }) => userId !== undefined || !isWhole(details, list));
  const listedUsers = [...named, ...recallUnlisted(named, known, gathered)];
  const gapsOf = gapFinder(gathered);
  const everyones = accountGaps(gathered);
  const users = joinServiceCredentials(listedUsers, serviceCredentials.listed).map((user) => {
    const own = user.gaps.filter(({ kind }) => kind !== 'no-credential-report');
    return { ...user, gaps: [...own, ...gapsOf(user), ...everyones] };
  });
  return { users, missing: failuresOf(gathered).map((failed) => gapWords(failedSource(failed))) };
}

const isWhole = (...listings: readonly GatheredListing[]) => listings.every(({ failure }) => failure === undefined);

/**
 * Adds unique ids from the last run to users of the report, which has none: by name and time of creation. Without a
 * time no id is added: the sightings of an earlier user could count for a new one.
 */
function recallIds(users: readonly IamUser[], known: readonly IamUser[]): IamUser[] {
  const byName = new Map(known.map((user) => [user.userName.toLowerCase(), user]));
  return users.map((user) => {
    const before = byName.get(user.userName.toLowerCase());
    if (user.userId !== undefined || before === undefined) return user;
    return matchCreation(user, before) === 'same' ? { ...user, userId: before.userId } : user;
  });
}

function recallUnlisted(users: readonly IamUser[], known: readonly IamUser[], gathered: GatheredInventory): IamUser[] {
  if (isWhole(gathered.details) || isWhole(gathered.list)) return [];
  const keys = new Set(users.flatMap(keysOf));
  return known
    .filter((user) => !keysOf(user).some((key) => keys.has(key)))
    .map((user) => ({ ...user, credentials: undefined, gaps: [] }));
}

/** By what a user is found again: its name, and its id where one is known. */
function keysOf({ userId, userName }: IamUser): string[] {
  // Stryker disable next-line MethodExpression: the names of IAM users are ASCII, so either case finds the same.
  const name = userName.toLowerCase();
  return userId === undefined ? [name] : [name, userId];
}

/** Returns a function that finds the gaps of one user. */
function gapFinder({ details, list }: GatheredInventory): (user: IamUser) => MissingFact[] {
  const inDetails = idsOf(details);
  const inList = idsOf(list);
  return ({ userId }) => [
    ...(inDetails.has(userId) ? [] : [gapOf(details, 'authorization-details')]),
    ...(inList.has(userId) ? [] : [gapOf(list, 'list-users')]),
  ];
}

const idsOf = ({ users }: GatheredListing) => new Set<string | undefined>(users.map(({ userId }) => userId));

function gapOf({ failure }: GatheredListing, source: InventorySource): MissingFact {
  return failure === undefined ? { kind: 'not-listed', source } : failedSource({ source, failure });
}

/**
 * Gaps of every user. Without the report no user's keys are known; without the list no service-specific credentials.
 */
const accountGaps = (gathered: GatheredInventory): MissingFact[] => accountFailures(gathered).map(failedSource);

function accountFailures({ report, serviceCredentials }: GatheredInventory): FailedSource[] {
  return [
    // Stryker disable next-line ConditionalExpression: only a report that failed has a failure.
    ...failedIf('credential-report', report.kind === 'failed' ? report.failure : undefined),
    ...failedIf('service-specific-credentials', serviceCredentials.failure),
  ];
}

/** A source of the inventory that did not answer, or not completely. */
export interface FailedSource {
  readonly source: LiveSource;
  readonly failure: Failure;
}

/** The sources that failed, each once. */
export function failuresOf(gathered: GatheredInventory): FailedSource[] {
  return [
    ...accountFailures(gathered),
    ...failedIf('authorization-details', gathered.details.failure),
    ...failedIf('list-users', gathered.list.failure),
  ];
}

const failedIf = (source: LiveSource, failure: Failure | undefined): FailedSource[] =>
  failure === undefined ? [] : [{ source, failure }];

/** The missing fact of a user where a source failed. */
export function failedSource({ source, failure }: FailedSource): MissingFact {
  return { kind: 'source-failed', source, why: failure.why };
}
