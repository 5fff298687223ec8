/** Reads the users of the directory's list. */

import { parseProfileId } from '../../ids.ts';
import { isJsonObject, type JsonObject, textAt } from '../../json.ts';
import type { Instant } from '../../time.ts';
import type { Listed } from '../joined-list.ts';
import { wrongTypes } from '../wrong-types.ts';
import { type LastLogin, readLastLogin, readTime } from './activity.ts';

/** One user of a customer, as one answer of the directory, or of GAM, describes it. */
export interface ListedPerson extends Listed<LastLogin> {
  /** The primary address, which may change and may be given to somebody else; the id where there is none. */
  readonly userName: string;
  readonly createdAt: Instant | undefined;
  /** Neither can sign in. A field that is absent says nothing: the user counts as neither. */
  readonly isSuspended: boolean;
  readonly isArchived: boolean;
  readonly isGuest: boolean;
  /** Whether the user never agreed to the terms of use, which the first sign-in asks for. */
  readonly areTermsOpen: boolean;
  /** The customer that the entry names, as it is written. */
  readonly customer: string | undefined;
}

/** An entry without an id: its address may be somebody else's by now, so it joins a user whom another entry names. */
export interface AddressOnly {
  readonly address: string;
  readonly createdAt: Instant | undefined;
  readonly lastLogin: LastLogin;
}

/** What an entry is; a deleted user is nobody's to judge. */
export type ReadEntry =
  | { readonly kind: 'person'; readonly person: ListedPerson }
  | { readonly kind: 'address-only'; readonly entry: AddressOnly }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'malformed'; readonly why: string };

/** Users of some pages, and whether further pages follow that were not given. */
export interface PersonListing {
  readonly people: readonly ListedPerson[];
  readonly addresses: readonly AddressOnly[];
  readonly deleted: number;
  /** Entries that cannot be read, each with its place and why: `users[3]: id is missing`. */
  readonly malformed: readonly string[];
  readonly isTruncated: boolean;
}

/**
 * Reads pages of `users.list` of the Directory API, in their order; undefined where one of them is something else. A
 * page without users has no list.
 * Source: https://developers.google.com/workspace/admin/directory/reference/rest/v1/users/list
 */
export function readPeople(pages: readonly unknown[]): PersonListing | undefined {
  const lists = pages.map(usersOf);
  if (lists.length === 0 || lists.includes(undefined)) return undefined;
  const entries = lists.flatMap((list) => (list ?? []).map((entry, index) => ({ entry, place: `users[${index}]` })));
  return { ...readEntries(entries), isTruncated: nextTokenOf(pages.at(-1)) !== undefined };
}

function usersOf(page: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(page)) return undefined;
  const { users } = page;
  if (Array.isArray(users)) return users;
  return users === undefined && page['kind'] === 'admin#directory#users' ? [] : undefined;
}

/** Which page comes next. A token that is no text still says that a page follows. */
export const nextTokenOf = (page: unknown): unknown =>
  isJsonObject(page) ? (page['nextPageToken'] ?? undefined) : undefined;

/** An entry, and where it stands. */
export interface PlacedEntry {
  readonly entry: unknown;
  readonly place: string;
}

/** Sorts entries by what they are. */
export function readEntries(entries: readonly PlacedEntry[]): Omit<PersonListing, 'isTruncated'> {
  const people: ListedPerson[] = [];
  const addresses: AddressOnly[] = [];
  const malformed: string[] = [];
  let deleted = 0;
  for (const { entry, place } of entries) {
    const read = readEntry(entry);
    if (read.kind === 'person') people.push(read.person);
    else if (read.kind === 'address-only') addresses.push(read.entry);
    else if (read.kind === 'malformed') malformed.push(`${place}: ${read.why}`);
    else deleted++;
  }
  return { people, addresses, deleted, malformed };
}

/** Reads one user of the directory, as `users.get` and each entry of `users.list` has it. */
export function readEntry(entry: unknown): ReadEntry {
  if (!isJsonObject(entry)) return { kind: 'malformed', why: 'is no object' };
  if (readTime(entry['deletionTime']).kind === 'at') return { kind: 'deleted' };
  const { id } = entry;
  const objectId = parseProfileId(id);
  if (objectId !== undefined) return { kind: 'person', person: personOf(entry, objectId) };
  const address = textAt(entry, 'primaryEmail', longestAddress);
  if (id !== undefined || address === undefined)
    return { kind: 'malformed', why: id === undefined ? 'id is missing' : 'id is not the digits of a user' };
  const lastLogin = readLastLogin(entry['lastLoginTime']).activity;
  return { kind: 'address-only', entry: { address, createdAt: creationOf(entry), lastLogin } };
}

function personOf(entry: JsonObject, objectId: ListedPerson['objectId']): ListedPerson {
  const { activity, unreadable } = readLastLogin(entry['lastLoginTime']);
  const createdAt = creationOf(entry);
  const isSuspended = entry['suspended'] === true;
  const isArchived = entry['archived'] === true;
  return {
    objectId,
    userName: textAt(entry, 'primaryEmail', longestAddress) ?? objectId,
    createdAt,
    isEnabled: !isSuspended && !isArchived,
    isSuspended,
    isArchived,
    isGuest: entry['isGuestUser'] === true,
    areTermsOpen: entry['agreedToTerms'] === false,
    customer: textAt(entry, 'customerId'),
    activity,
    unreadable: [...unreadable, ...timesUnreadable(entry, createdAt), ...wrongTypes(entry, types)],
  };
}

/** 1970 stands for no time, which here is none that is known. */
function creationOf(entry: JsonObject): Instant | undefined {
  const created = readTime(entry['creationTime']);
  return created.kind === 'at' ? created.at : undefined;
}

function timesUnreadable(entry: JsonObject, createdAt: Instant | undefined): string[] {
  const isOdd = readTime(entry['deletionTime']).kind === 'unreadable';
  return [...(createdAt === undefined ? ['creationTime'] : []), ...(isOdd ? ['deletionTime'] : [])];
}

/** An address has at most so many characters. */
const longestAddress = 254;

const types = {
  primaryEmail: 'string',
  suspended: 'boolean',
  archived: 'boolean',
  isGuestUser: 'boolean',
  agreedToTerms: 'boolean',
  customerId: 'string',
} as const;

/** Addresses are the same without regard to case. */
export const addressKey = (address: string): string => address.toLowerCase();
