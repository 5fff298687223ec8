/** Reads the users of IAM's two listings. */

import { type AccountId, parseUserArn, parseUserId, type UserArn, type UserId } from '../ids.ts';
import { isJsonObject, type JsonObject, textAt } from '../json.ts';
import { type Instant, parseTime } from '../time.ts';
import type { InventorySource, MissingFact, Tag } from './iam-user.ts';

/** One user of GetAccountAuthorizationDetails or ListUsers: with the unique id, without credentials. */
export interface ListedUser {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant | undefined;
  readonly tags: readonly Tag[];
  readonly groups: readonly string[];
  readonly passwordLastUsed: Instant | undefined;
  readonly gaps: readonly MissingFact[];
}

/** The users of one or more pages, and whether IAM has further pages that were not given. */
export interface UserListing {
  readonly users: readonly ListedUser[];
  /** Entries that cannot be read, each with its place, the field and why: `Users[3]: UserId is missing`. */
  readonly malformed: readonly string[];
  readonly truncated: boolean;
  /**
   * Whether every page is a complete answer of IAM, which shows where the list ends. Users alone, picked by `--query`,
   * do not.
   */
  readonly endsKnown: boolean;
}

/**
 * Reads the pages of `aws iam get-account-authorization-details`; undefined where a page is
 * neither that nor one of its users.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readAuthorizationDetails(pages: readonly unknown[]): UserListing | undefined {
  return readPages(pages, 'UserDetailList', 'authorization-details');
}

/**
 * Reads the pages of `aws iam list-users`; undefined where a page is neither that nor one of its users.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export function readUserList(pages: readonly unknown[]): UserListing | undefined {
  return readPages(pages, 'Users', 'list-users');
}

function readPages(pages: readonly unknown[], key: string, source: InventorySource): UserListing | undefined {
  const found = pages.map((page) => entriesOf(page, key));
  // Stryker disable next-line ArrayDeclaration: where a page is of something else, there is no listing.
  const entries = found.flatMap((page) => page ?? []);
  if (pages.length === 0 || found.includes(undefined)) return undefined;
  const users: ListedUser[] = [];
  const malformed: string[] = [];
  for (const { place, entry } of entries) {
    const user = readUser(entry, source);
    if (typeof user === 'string') malformed.push(`${place}: ${user}`);
    else users.push(user);
  }
  const endsKnown = !pages.some(isUser);
  return { users, malformed, truncated: isTruncated(pages.at(-1)), endsKnown };
}

interface Entry {
  readonly place: string;
  readonly entry: unknown;
}

/** The users of a page; the page itself if it is one user, as `--query` picks it; undefined for anything else. */
function entriesOf(page: unknown, key: string): Entry[] | undefined {
  if (isUser(page)) return [{ place: 'a user', entry: page }];
  const list = isJsonObject(page) ? page[key] : undefined;
  return Array.isArray(list) ? list.map((entry, index) => ({ place: `${key}[${index}]`, entry })) : undefined;
}

const isUser = (page: unknown) => isJsonObject(page) && typeof page['UserId'] === 'string';

function fieldWords(field: string, value: unknown, wanted: string): string {
  return (value ?? null) === null
    ? `${field} is missing`
    : `${field} ${JSON.stringify(value).slice(0, 100)} is not ${wanted}`;
}

/**
 * Whether more pages follow the last one, or may: only false and absence say that it is the last. The AWS CLI writes
 * `NextToken` where `--max-items` cut the list.
 */
function isTruncated(lastPage: unknown): boolean {
  // Stryker disable next-line ConditionalExpression,BooleanLiteral: what is no object has no users either.
  if (!isJsonObject(lastPage)) return false;
  return (lastPage['IsTruncated'] ?? false) !== false || (lastPage['NextToken'] ?? lastPage['Marker'] ?? null) !== null;
}

/** The user of an entry, or why it cannot be used as one. */
function readUser(entry: unknown, source: InventorySource): ListedUser | string {
  if (!isJsonObject(entry)) return 'is no object';
  const userId = parseUserId(entry['UserId']);
  if (userId === undefined) return fieldWords('UserId', entry['UserId'], 'the unique id of a user (AIDA...)');
  const arn = parseUserArn(entry['Arn']);
  return arn === undefined
    ? fieldWords('Arn', entry['Arn'], 'the ARN of an IAM user')
    : userOf(entry, userId, arn, source);
}

function userOf(entry: JsonObject, userId: UserId, arn: UserArn, source: InventorySource): ListedUser {
  const createdAt = parseTime(entry['CreateDate']);
  const lastUsed = parseTime(entry['PasswordLastUsed']);
  const unreadable = (field: string): MissingFact => ({ kind: 'field-unreadable', source, field });
  const gaps: MissingFact[] = [];
  if (createdAt === undefined) gaps.push(unreadable('CreateDate'));
  if (lastUsed === undefined && (entry['PasswordLastUsed'] ?? null) !== null) gaps.push(unreadable('PasswordLastUsed'));
  return {
    accountId: arn.accountId,
    userId,
    userName: textAt(entry, 'UserName') ?? arn.userName,
    arn: entry['Arn'] as string,
    path: arn.path,
    createdAt,
    tags: readTags(entry['Tags']),
    groups: readGroups(entry['GroupList']),
    passwordLastUsed: lastUsed,
    gaps,
  };
}

/**
 * IAM's bounds on the tags of a user. They are kept with each verdict: a file that has more must not outgrow its item.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
const tagBounds = { tags: 50, key: 128, value: 256 } as const;

function readTags(list: unknown): Tag[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter(isJsonObject)
    .map((tag) => ({
      key: (textAt(tag, 'Key') ?? '').slice(0, tagBounds.key),
      value: (textAt(tag, 'Value') ?? '').slice(0, tagBounds.value),
    }))
    .filter(({ key }) => key !== '')
    .slice(0, tagBounds.tags);
}

function readGroups(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}
