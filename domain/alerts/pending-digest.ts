import type { AccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import { isSameData } from '../same-data.ts';
import type { Entry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { type Change, type ChangeKind, changeOf, type PublishedState, publishedStateOf } from './changes.ts';

/**
 * A digest that was decided and is not known to be published. While it is there, the assessments in the table may be
 * those of before, those of after or some of each; what the world was told is told by this alone.
 */
export interface PendingDigest {
  readonly id: string;
  /** The world was surely told of nobody yet. */
  readonly isFirst: boolean;
  /** Every user whose assessment this digest's run may have rewritten. */
  readonly users: ReadonlyMap<Entry, PendingUser>;
}

export interface PendingUser {
  /**
   * What the world believes of the user is one of these: the first was told, the others may have been. `null`: no such
   * user.
   */
  readonly possiblyPublished: readonly (PublishedState | null)[];
  /** The change to tell; undefined where there is none left. */
  readonly change: ChangeKind | undefined;
}

/** What is to be told now, and what must be remembered until it is told; no digest where there is nothing to tell. */
export interface DigestPlan {
  readonly isFirst: boolean;
  readonly changes: readonly Change[];
  readonly pending: PendingDigest | undefined;
  /** Whether `pending` is in the table already, to the letter. */
  readonly isStored: boolean;
}

/**
 * What changed since the world was last told. The law: whatever crashed in between, the changes told one after another
 * lead from nothing to the truth, and none is told twice unless it is not known whether it was told at all. The first
 * run tells of unused users only: all others are new to us, not to the account.
 */
export function planDigest(
  stored: StoredAccount,
  pending: PendingDigest | undefined,
  now: ReadonlyMap<Entry, Assessment>,
  question: Question,
): DigestPlan {
  const isFirst = pending?.isFirst ?? (stored.run === undefined && stored.assessments.size === 0);
  const possiblyPublished = possiblyPublishedOf(isFirst ? undefined : stored, pending, question);
  const changes = changesSince(possiblyPublished, now, isFirst);
  const users = pendingUsers(pending, changes, possiblyPublished, question);
  if (!isFirst && users.size === 0) return { isFirst, changes, pending: undefined, isStored: true };
  const isStored = pending !== undefined && isSameData(changesOf(pending.users), changesOf(users));
  const id = isStored ? pending.id : digestId(stored.accountId, question);
  return { isFirst, changes, pending: { id, isFirst, users }, isStored };
}

const digestId = (accountId: AccountId, { now }: Question) => `${accountId}/${now}`;

type PossiblyPublished = ReadonlyMap<Entry, PendingUser['possiblyPublished']>;

function possiblyPublishedOf(
  stored: StoredAccount | undefined,
  pending: PendingDigest | undefined,
  question: Question,
): PossiblyPublished {
  const possiblyPublished = new Map<Entry, PendingUser['possiblyPublished']>();
  for (const [entry, known] of stored?.assessments ?? [])
    possiblyPublished.set(entry, [publishedStateOf(known, question)]);
  for (const [entry, user] of pending?.users ?? []) possiblyPublished.set(entry, user.possiblyPublished);
  return possiblyPublished;
}

/** Of each user the change from the first belief from which there is one. */
function changesSince(
  possiblyPublished: PossiblyPublished,
  now: ReadonlyMap<Entry, Assessment>,
  isFirst: boolean,
): Change[] {
  const entries = [...new Set([...possiblyPublished.keys(), ...now.keys()])].sort();
  return entries.flatMap((entry) => {
    const changes = (possiblyPublished.get(entry) ?? [null]).map((belief) =>
      changeOf(entry, belief ?? undefined, now.get(entry)),
    );
    return changes.find((change) => change !== undefined && !(isFirst && change.kind === 'new-user')) ?? [];
  });
}

/** A user once pending stays so, even where nothing is left to tell: the table may hold what was never told. */
function pendingUsers(
  pending: PendingDigest | undefined,
  changes: readonly Change[],
  possiblyPublished: PossiblyPublished,
  question: Question,
): Map<Entry, PendingUser> {
  const users = new Map<Entry, PendingUser>();
  for (const [entry, user] of pending?.users ?? []) users.set(entry, { ...user, change: undefined });
  for (const { entry, kind, after } of changes) {
    const belief = after === undefined ? null : publishedStateOf(after, question);
    users.set(entry, {
      possiblyPublished: distinct([...(possiblyPublished.get(entry) ?? [null]), belief]),
      change: kind,
    });
  }
  return users;
}

function distinct(possiblyPublished: PendingUser['possiblyPublished']): PendingUser['possiblyPublished'] {
  return [...new Map(possiblyPublished.map((belief) => [JSON.stringify(belief), belief])).values()];
}

const changesOf = (users: PendingDigest['users']) => new Map([...users].map(([entry, { change }]) => [entry, change]));
