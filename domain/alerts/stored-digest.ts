/** The form in which the table stores a digest that is not yet published. */

import type { JsonObject } from '../json.ts';
import { isFlag, isListOf, isObjectOf, isOneOf, isOptional, isText, type Shape } from '../shape.ts';
import { type Entry, parseEntry } from '../sightings/entry.ts';
import { states } from '../verdict/state.ts';
import type { ChangeKind, PublishedState } from './changes.ts';
import type { PendingDigest, PendingUser } from './pending-digest.ts';

/** One user of a stored digest. Its field names must not change: they are in tables. */
interface StoredUser {
  readonly beliefs: PendingUser['possiblyPublished'];
  readonly change?: ChangeKind | undefined;
  readonly fellQuiet?: boolean | undefined;
}

/** The users as JSON for the table: pairs of entry and user. */
export function storedUsersOf(users: PendingDigest['users']): readonly (readonly [Entry, StoredUser])[] {
  return [...users].map(([entry, { possiblyPublished, ...changes }]) => [
    entry,
    { beliefs: possiblyPublished, ...changes },
  ]);
}

const isState = isObjectOf<PublishedState>({
  userName: isText,
  state: isOneOf(...states),
  exempt: isFlag,
  silent: isFlag,
  quietSince: isOptional(isText),
});

const isStateOrNull: Shape<PublishedState | null> = (value): value is PublishedState | null =>
  value === null || isState(value);

const isStoredUser = isObjectOf<StoredUser>({
  beliefs: isListOf(isStateOrNull),
  change: isOptional(
    isOneOf<ChangeKind>(
      'became-unused',
      'active-again',
      'no-longer-unused',
      'became-unknown',
      'known-again',
      'new-user',
      'gone',
    ),
  ),
  fellQuiet: isOptional(isFlag),
});

/**
 * Reads a stored digest: the attributes of its item, and its users as unpacked JSON. Undefined for a wrong shape. That
 * is not the same as no digest: something may have been published.
 */
export function readPendingDigest({ id, isFirst }: JsonObject, stored: unknown): PendingDigest | undefined {
  if (!isText(id) || !isFlag(isFirst) || !Array.isArray(stored)) return undefined;
  const users = new Map<Entry, PendingUser>();
  for (const pair of stored) {
    const [text, user] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const entry = parseEntry(text);
    if (entry === undefined || !isStoredUser(user)) return undefined;
    const { beliefs: possiblyPublished, change, fellQuiet } = user;
    users.set(entry, { possiblyPublished, change, ...(fellQuiet && { fellQuiet }) });
  }
  return { id, isFirst, users };
}
