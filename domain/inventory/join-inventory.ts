/** Joins IAM's answers into one list of users. */

import type { AccountId } from '../ids.ts';
import { type Instant, laterOf } from '../time.ts';
import { type CredentialReport, datedRows } from './credential-report.ts';
import { type Credential, type IamUser, type LastUse, type MissingFact, matchCreation } from './iam-user.ts';
import type { ListedUser } from './listed-user.ts';
import type { ReportedUser } from './report-row.ts';

/** The given sources of IAM's inventory; a listing is undefined where it was not given. */
export interface InventorySources {
  /** One for each account, or several: then the latest report of an account counts. */
  readonly reports: readonly CredentialReport[];
  readonly details: readonly ListedUser[] | undefined;
  readonly list: readonly ListedUser[] | undefined;
}

/**
 * Joins IAM's answers into one list of users: the two listings by unique id; the report, which has no ids, by name and
 * time of creation. Of two users with one name, the later created is the present one, and the other's row does not
 * count for it. A row without a time of creation counts for the user of its name: it can only make that user more
 * active, and a user of unknown creation is never unused.
 */
export function joinInventory(sources: InventorySources, now: Instant): IamUser[] {
  const listed = joinListings(sources.details, sources.list);
  const reported = sources.reports.length > 0;
  const rows = rowsByName(datedRows(sources.reports, now));
  const users: IamUser[] = [];
  for (const user of listed) {
    const row = rows.get(nameKey(user));
    if (row !== undefined && isLaterUser(row, user)) continue;
    rows.delete(nameKey(user));
    const matching = row !== undefined && matchCreation(user, row) !== 'different' ? row : undefined;
    users.push(joinRow(user, matching, row, reported));
  }
  for (const row of rows.values()) users.push(userOfRow(row));
  return users.sort((a, b) => compare(a.accountId, b.accountId) || compare(a.userName, b.userName));
}

/** A service-specific credential (Bedrock, CodeCommit, ...) as IAM lists it, with its user's name. */
export interface ServiceCredential {
  readonly userName: string;
  readonly credential: Credential;
}

/**
 * Adds service-specific credentials to their users, by name. A credential older than the user is of an earlier user and
 * is not added. If a user's credentials are not known, they stay unknown.
 */
export function joinServiceCredentials(users: readonly IamUser[], listed: readonly ServiceCredential[]): IamUser[] {
  const byName = new Map<string, Credential[]>();
  for (const { userName, credential } of listed) {
    const name = userName.toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), credential]);
  }
  return users.map((user) => {
    const found = (byName.get(user.userName.toLowerCase()) ?? []).filter(({ createdAt }) => !isBefore(createdAt, user));
    if (found.length === 0 || user.credentials === undefined) return user;
    return { ...user, credentials: [...user.credentials, ...found] };
  });
}

function isBefore(createdAt: Instant | undefined, user: IamUser): boolean {
  // Stryker disable next-line ConditionalExpression,LogicalOperator: undefined is not before anything.
  return createdAt !== undefined && user.createdAt !== undefined && createdAt < user.createdAt;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

// Stryker disable MethodExpression: the names of IAM users are ASCII, so either case joins the same.
const nameKey = (user: { accountId: AccountId; userName: string }) =>
  `${user.accountId}/${user.userName.toLowerCase()}`;
// Stryker restore MethodExpression

function joinListings(details?: readonly ListedUser[], list?: readonly ListedUser[]): ListedUser[] {
  const byId = new Map<string, ListedUser>();
  for (const user of [...(details ?? []), ...(list ?? [])]) {
    const known = byId.get(`${user.accountId}/${user.userId}`);
    byId.set(`${user.accountId}/${user.userId}`, known === undefined ? user : joinListed(known, user));
  }
  return currentHolders([...byId.values()]);
}

function joinListed(a: ListedUser, b: ListedUser): ListedUser {
  return {
    ...a,
    createdAt: a.createdAt ?? b.createdAt,
    tags: a.tags.length > 0 ? a.tags : b.tags,
    groups: a.groups.length > 0 ? a.groups : b.groups,
    passwordLastUsed: laterOf(a.passwordLastUsed, b.passwordLastUsed),
    gaps: [...a.gaps, ...b.gaps],
  };
}

/** Listings of different times may have two users with one name. The later created is the one that exists. */
function currentHolders(users: readonly ListedUser[]): ListedUser[] {
  const byName = new Map<string, ListedUser>();
  for (const user of users) {
    const other = byName.get(nameKey(user));
    if (other === undefined || laterOf(other.createdAt, user.createdAt) !== other.createdAt) {
      byName.set(nameKey(user), user);
    }
  }
  return [...byName.values()];
}

function rowsByName(rows: readonly ReportedUser[]): Map<string, ReportedUser> {
  const byName = new Map<string, ReportedUser>();
  for (const row of rows) {
    const other = byName.get(nameKey(row));
    byName.set(nameKey(row), other === undefined ? row : currentRow(other, row));
  }
  return byName;
}

/** Joins two rows with one name if they may be of one user; else returns the row of the later created user. */
function currentRow(a: ReportedUser, b: ReportedUser): ReportedUser {
  if (a.createdAt === undefined || b.createdAt === undefined || a.createdAt === b.createdAt) return joinTwins(a, b);
  // Stryker disable next-line EqualityOperator: equal times were joined above.
  return a.createdAt > b.createdAt ? a : b;
}

/** Joins two rows of one user: the later use of each credential, and the gaps of both rows. */
function joinTwins(a: ReportedUser, b: ReportedUser): ReportedUser {
  const byId = new Map(a.credentials.map((credential) => [credential.id, credential]));
  for (const credential of b.credentials) {
    const twin = byId.get(credential.id);
    byId.set(credential.id, twin === undefined ? credential : joinCredential(twin, credential));
  }
  const createdAt = a.createdAt ?? b.createdAt;
  return { ...a, createdAt, credentials: [...byId.values()], gaps: [...a.gaps, ...b.gaps] };
}

function joinCredential(a: Credential, b: Credential): Credential {
  return {
    ...a,
    status: a.status === 'active' ? a.status : b.status,
    createdAt: laterOf(a.createdAt, b.createdAt),
    lastUse: laterUse(a.lastUse, b.lastUse),
  };
}

function laterUse(a: LastUse, b: LastUse): LastUse {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: undefined is after nothing; equal uses are one.
  if (a.kind === 'at' && b.kind === 'at') return a.at >= b.at ? a : b;
  if (a.kind === 'at' || b.kind === 'at') return a.kind === 'at' ? a : b;
  return a.kind === 'unknown' ? a : b;
}

/** Whether the row is of a user created after the listed one, with the same name. */
function isLaterUser(row: ReportedUser, user: ListedUser): boolean {
  return matchCreation(row, user) === 'different' && laterOf(row.createdAt, user.createdAt) === row.createdAt;
}

function joinRow(
  user: ListedUser,
  row: ReportedUser | undefined,
  otherRow: ReportedUser | undefined,
  reportGiven: boolean,
): IamUser {
  return {
    ...user,
    createdAt: user.createdAt ?? row?.createdAt,
    credentials: row?.credentials,
    mfaActive: row?.mfaActive,
    gaps: [...user.gaps, ...(row === undefined ? [missingRow(otherRow, reportGiven)] : row.gaps)],
  };
}

function missingRow(otherRow: ReportedUser | undefined, reportGiven: boolean): MissingFact {
  if (!reportGiven) return { kind: 'no-credential-report' };
  const rowCreatedAt = otherRow?.createdAt;
  return rowCreatedAt === undefined ? { kind: 'no-row' } : { kind: 'row-of-another-user', rowCreatedAt };
}

function userOfRow(row: ReportedUser): IamUser {
  const unlisted = { userId: undefined, tags: [], groups: [], passwordLastUsed: undefined };
  return { ...unlisted, ...row };
}
