import { type AccountId, parseUserArn, parseUserId, type UserId } from '../ids.ts';
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
  readonly malformed: readonly string[];
  readonly truncated: boolean;
}

/**
 * Reads the pages of `aws iam get-account-authorization-details`; undefined where a page has no `UserDetailList`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readAuthorizationDetails(pages: readonly unknown[]): UserListing | undefined {
  return readPages(pages, 'UserDetailList', 'authorization-details');
}

/**
 * Reads the pages of `aws iam list-users`; undefined where a page has no `Users`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export function readUserList(pages: readonly unknown[]): UserListing | undefined {
  return readPages(pages, 'Users', 'list-users');
}

function readPages(pages: readonly unknown[], key: string, source: InventorySource): UserListing | undefined {
  const users: ListedUser[] = [];
  const malformed: string[] = [];
  for (const page of pages) {
    const list = isJsonObject(page) ? page[key] : undefined;
    if (!Array.isArray(list)) return undefined;
    for (const [index, entry] of list.entries()) {
      const user = isJsonObject(entry) ? readUser(entry, source) : undefined;
      if (user === undefined) malformed.push(`${key}[${index}]`);
      else users.push(user);
    }
  }
  return pages.length === 0 ? undefined : { users, malformed, truncated: isTruncated(pages.at(-1)) };
}

/** Whether more pages follow the last one. The AWS CLI writes `NextToken` where `--max-items` cut the list. */
function isTruncated(lastPage: unknown): boolean {
  return isJsonObject(lastPage) && (lastPage['IsTruncated'] === true || typeof lastPage['NextToken'] === 'string');
}

function readUser(entry: JsonObject, source: InventorySource): ListedUser | undefined {
  const userId = parseUserId(entry['UserId']);
  const arn = parseUserArn(entry['Arn']);
  if (userId === undefined || arn === undefined) return undefined;
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

function readTags(list: unknown): Tag[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter(isJsonObject)
    .map((tag) => ({ key: textAt(tag, 'Key') ?? '', value: textAt(tag, 'Value') ?? '' }))
    .filter(({ key }) => key !== '');
}

function readGroups(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}
