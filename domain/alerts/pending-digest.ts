import type { AccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import type { Entry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { type Change, type ChangeKind, changeOf, type Standing, standingOf } from './changes.ts';

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
  readonly beliefs: readonly (Standing | null)[];
  /** The change to tell; undefined where there is none left. */
  readonly change: ChangeKind | undefined;
}

/** What is to be told now, and what must be remembered until it is told; no digest where there is nothing to tell. */
export interface Telling {
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
export function planTelling(
  stored: StoredAccount,
  pending: PendingDigest | undefined,
  now: ReadonlyMap<Entry, Assessment>,
  question: Question,
): Telling {
  const isFirst = pending?.isFirst ?? (stored.run === undefined && stored.assessments.size === 0);
  const beliefs = beliefsOf(isFirst ? undefined : stored, pending, question);
  const changes = changesSince(beliefs, now, isFirst);
  const users = pendingUsers(pending, changes, beliefs, question);
  if (!isFirst && users.size === 0) return { isFirst, changes, pending: undefined, isStored: true };
  const isStored = pending !== undefined && canonical(pending.users) === canonical(users);
  const id = isStored ? pending.id : digestId(stored.accountId, question);
  return { isFirst, changes, pending: { id, isFirst, users }, isStored };
}

const digestId = (accountId: AccountId, { now }: Question) => `${accountId}/${now}`;

type Beliefs = ReadonlyMap<Entry, PendingUser['beliefs']>;

function beliefsOf(stored: StoredAccount | undefined, pending: PendingDigest | undefined, question: Question): Beliefs {
  const beliefs = new Map<Entry, PendingUser['beliefs']>();
  for (const [entry, known] of stored?.assessments ?? []) beliefs.set(entry, [standingOf(known, question)]);
  for (const [entry, user] of pending?.users ?? []) beliefs.set(entry, user.beliefs);
  return beliefs;
}

/** Of each user the change from the first belief from which there is one. */
function changesSince(beliefs: Beliefs, now: ReadonlyMap<Entry, Assessment>, isFirst: boolean): Change[] {
  const entries = [...new Set([...beliefs.keys(), ...now.keys()])].sort();
  return entries.flatMap((entry) => {
    const changes = (beliefs.get(entry) ?? [null]).map((belief) =>
      changeOf(entry, belief ?? undefined, now.get(entry)),
    );
    return changes.find((change) => change !== undefined && !(isFirst && change.kind === 'new-user')) ?? [];
  });
}

/** A user once pending stays so, even where nothing is left to tell: the table may hold what was never told. */
function pendingUsers(
  pending: PendingDigest | undefined,
  changes: readonly Change[],
  beliefs: Beliefs,
  question: Question,
): Map<Entry, PendingUser> {
  const users = new Map<Entry, PendingUser>();
  for (const [entry, user] of pending?.users ?? []) users.set(entry, { ...user, change: undefined });
  for (const { entry, kind, after } of changes) {
    const belief = after === undefined ? null : standingOf(after, question);
    users.set(entry, { beliefs: distinct([...(beliefs.get(entry) ?? [null]), belief]), change: kind });
  }
  return users;
}

function distinct(beliefs: PendingUser['beliefs']): PendingUser['beliefs'] {
  return [...new Map(beliefs.map((belief) => [JSON.stringify(belief), belief])).values()];
}

function canonical(users: PendingDigest['users']): string {
  return JSON.stringify([...users].sort(([a], [b]) => (a < b ? -1 : 1)).map(([entry, { change }]) => [entry, change]));
}
