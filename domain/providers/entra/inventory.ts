/** Reads the users of Graph's list. */

import { parseObjectId } from '../../ids.ts';
import { isJsonObject, textAt } from '../../json.ts';
import { plainText } from '../../plain-text.ts';
import { type Instant, parseTime } from '../../time.ts';
import type { Listed } from '../joined-list.ts';
import { wrongTypes } from '../wrong-types.ts';
import { type ReadActivity, readSignInActivity, type SignInActivity } from './activity.ts';

/** One user object of a tenant, as one answer of Graph describes it. */
export interface ListedPerson extends ReadActivity, Listed<SignInActivity> {
  /** The user principal name, which may change; the object id where the answer has none. */
  readonly userName: string;
  readonly createdAt: Instant | undefined;
  /** A field that is absent says nothing: the account counts as enabled, and as no guest. */
  readonly isEnabled: boolean;
  readonly isGuest: boolean;
  /** A guest who never accepted the invitation. */
  readonly isInvited: boolean;
  /** Whether the user is synced from an on-premises directory. */
  readonly isSynced: boolean;
}

/** Users of some pages, and whether further pages follow that were not given. */
export interface PersonListing {
  readonly people: readonly ListedPerson[];
  /** Users who were deleted, as the directory's list of deleted items has them: nobody's to judge. */
  readonly deleted: number;
  /** Entries that cannot be read, each with its place and why: `value[3]: id is missing`. */
  readonly malformed: readonly string[];
  readonly isTruncated: boolean;
}

/**
 * Reads pages of `GET /users` of Microsoft Graph, in their order; undefined where one of them is something else.
 * Source: https://learn.microsoft.com/graph/api/user-list
 */
export function readPeople(pages: readonly unknown[]): PersonListing | undefined {
  const lists = pages.map((page) => (isJsonObject(page) ? page['value'] : undefined));
  if (lists.length === 0 || !lists.every(Array.isArray)) return undefined;
  const people: ListedPerson[] = [];
  const malformed: string[] = [];
  let deleted = 0;
  for (const list of lists) {
    for (const [index, entry] of list.entries()) {
      const person = readPerson(entry);
      if (typeof person === 'string') malformed.push(`value[${index}]: ${person}`);
      else if (isDeleted(entry)) deleted++;
      else people.push(person);
    }
  }
  return { people, deleted, malformed, isTruncated: nextLinkOf(pages.at(-1)) !== undefined };
}

/** Where the next page is. A link that is no text still says that a page follows. */
export function nextLinkOf(page: unknown): unknown {
  return isJsonObject(page) ? (page['@odata.nextLink'] ?? undefined) : undefined;
}

const isDeleted = (entry: unknown): boolean => isJsonObject(entry) && parseTime(entry['deletedDateTime']) !== undefined;

/** What lists of several kinds say that an entry is. */
const userType = '#microsoft.graph.user';

/** The user of an entry, or why it is none. */
export function readPerson(entry: unknown): ListedPerson | string {
  if (!isJsonObject(entry)) return 'is no object';
  const { id } = entry;
  const type = textAt(entry, '@odata.type', longestName) ?? userType;
  if (type !== userType) return `is no user but ${plainText(type)}`;
  const objectId = parseObjectId(typeof id === 'string' ? id.toLowerCase() : undefined);
  if (objectId === undefined) return id === undefined ? 'id is missing' : 'id is not the GUID of a user';
  const { activity, isThere, unreadable } = readSignInActivity(entry['signInActivity']);
  const createdAt = parseTime(entry['createdDateTime']);
  const state = textAt(entry, 'externalUserState');
  return {
    objectId,
    userName: textAt(entry, 'userPrincipalName', longestName) ?? objectId,
    createdAt,
    isEnabled: entry['accountEnabled'] !== false,
    isGuest: textAt(entry, 'userType') === 'Guest',
    isInvited: state === 'PendingAcceptance',
    isSynced: entry['onPremisesSyncEnabled'] === true,
    activity,
    isThere,
    unreadable: [...unreadable, ...(createdAt === undefined ? ['createdDateTime'] : []), ...wrongTypes(entry, types)],
  };
}

/** A user principal name has at most so many characters. */
const longestName = 113;

const types = {
  accountEnabled: 'boolean',
  onPremisesSyncEnabled: 'boolean',
  userType: 'string',
  externalUserState: 'string',
  userPrincipalName: 'string',
} as const;
