/** Decides which changes a run reports, so that no crash hides one. */

import type { AccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import { isSameData } from '../same-data.ts';
import type { Entry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { Assessment } from '../verdict/assessment.ts';
import {
  type Change,
  type ChangeKind,
  changeOf,
  type PublishedState,
  publishedStateOf,
  quietChangeOf,
} from './changes.ts';

/**
 * A decided digest that may not be published yet. While it is stored, the assessments in the table may be old, new or
 * some of each. So only this digest shows what may have been published.
 */
export interface PendingDigest {
  readonly id: string;
  /** Whether it is certain that no digest of this account was published yet. */
  readonly isFirst: boolean;
  /** Every user whose assessment the run of this digest may have rewritten. */
  readonly users: ReadonlyMap<Entry, PendingUser>;
}

export interface PendingUser {
  /**
   * The last published state is one of these. The first was certainly published; the others may have been. `null`: no
   * such user.
   */
  readonly possiblyPublished: readonly (PublishedState | null)[];
  /** The change of the state to report; undefined where there is no longer one. */
  readonly change: ChangeKind | undefined;
  /** Whether it is also to report that the user fell quiet. */
  readonly fellQuiet?: boolean | undefined;
}

/** What a run reports, and what the table must keep until it is published. */
export interface DigestPlan {
  readonly isFirst: boolean;
  readonly changes: readonly Change[];
  /** Undefined where there is nothing to report. */
  readonly pending: PendingDigest | undefined;
  /** Whether the table holds the same `pending` already. */
  readonly isStored: boolean;
}

/**
 * Plans the report of all changes since the last published digest. The law: after any crashes, the published changes in
 * sequence lead from nothing to the current states. A change is published twice only if the first time is uncertain.
 * The first run reports unused and quiet users only: all others are new to Lastseen, not to the account.
 */
export function planDigest(
  stored: StoredAccount,
  pending: PendingDigest | undefined,
  now: ReadonlyMap<Entry, Assessment>,
  question: Question,
): DigestPlan {
  const isFirst = pending?.isFirst ?? (stored.run === undefined && stored.assessments.size === 0);
  const published = possiblyPublishedOf(isFirst ? undefined : stored, pending, question);
  const changes = changesSince(published, now, isFirst);
  const users = pendingUsers(pending, changes, published, question);
  if (!isFirst && users.size === 0) return { isFirst, changes, pending: undefined, isStored: true };
  const isStored = pending !== undefined && isSameData(changesIn(pending.users), changesIn(users));
  const id = isStored ? pending.id : digestId(stored.accountId, question);
  return { isFirst, changes, pending: { id, isFirst, users }, isStored };
}

const digestId = (accountId: AccountId, { now }: Question) => `${accountId}/${now}`;

const changesIn = (users: PendingDigest['users']) =>
  new Map([...users].map(([entry, { change, fellQuiet = false }]) => [entry, { change, fellQuiet }]));

type PossiblyPublished = ReadonlyMap<Entry, PendingUser['possiblyPublished']>;

/** The possibly published states of each user: from the pending digest, else from the table. */
function possiblyPublishedOf(
  stored: StoredAccount | undefined,
  pending: PendingDigest | undefined,
  question: Question,
): PossiblyPublished {
  const published = new Map<Entry, PendingUser['possiblyPublished']>();
  for (const [entry, known] of stored?.assessments ?? []) published.set(entry, [publishedStateOf(known, question)]);
  for (const [entry, user] of pending?.users ?? []) published.set(entry, user.possiblyPublished);
  return published;
}

/** The changes of each user. Of each sort the first that one of its possibly published states shows. */
function changesSince(published: PossiblyPublished, now: ReadonlyMap<Entry, Assessment>, isFirst: boolean): Change[] {
  const entries = [...new Set([...published.keys(), ...now.keys()])].sort();
  return entries.flatMap((entry) => {
    const states = published.get(entry) ?? [null];
    return [changeOf, quietChangeOf].flatMap((changeSince) => {
      const changes = states.map((state) => changeSince(entry, state ?? undefined, now.get(entry)));
      return changes.find((change) => change !== undefined && !(isFirst && change.kind === 'new-user')) ?? [];
    });
  });
}

/**
 * The users of the next pending digest. A user stays pending until a digest is published, also without a change to
 * report: the table may hold an assessment that was never published.
 */
function pendingUsers(
  pending: PendingDigest | undefined,
  changes: readonly Change[],
  published: PossiblyPublished,
  question: Question,
): Map<Entry, PendingUser> {
  const users = new Map<Entry, PendingUser>();
  for (const [entry, user] of pending?.users ?? [])
    users.set(entry, { possiblyPublished: user.possiblyPublished, change: undefined });
  for (const { entry, kind, after } of changes) {
    const state = after === undefined ? null : publishedStateOf(after, question);
    const possiblyPublished = distinct([...(published.get(entry) ?? [null]), state]);
    const change = kind === 'fell-quiet' ? { fellQuiet: true } : { change: kind };
    users.set(entry, { change: undefined, ...users.get(entry), possiblyPublished, ...change });
  }
  return users;
}

function distinct(states: PendingUser['possiblyPublished']): PendingUser['possiblyPublished'] {
  return [...new Map(states.map((state) => [JSON.stringify(state), state])).values()];
}
