import { assessmentEntry } from '../sightings/entry.ts';
import { type ChangeDetail, recordedAfter, recordedBefore } from './change-detail.ts';
import { type ChangeKind, changeKindsOf } from './change-kinds.ts';
import type { ChangeRecord } from './change-record.ts';

/** The changes of one user, in order; there is at least one. */
export type UserChanges = readonly [ChangeRecord, ...ChangeRecord[]];

/**
 * Divides changes among users. A user without a known id is the user with an id who has its name and time of creation.
 * A change that says nothing new is left out: two runs may have recorded the same.
 */
export function changesByUser(changes: readonly ChangeRecord[]): UserChanges[] {
  const ids = new Map(
    changes.flatMap(({ detail }) => (detail.userId === null ? [] : [[nameOf(detail), detail.userId]])),
  );
  const users = new Map<string, [ChangeRecord, ...ChangeRecord[]]>();
  for (const change of changes) {
    const { detail } = change;
    const key = detail.userId ?? ids.get(nameOf(detail)) ?? assessmentEntry({ ...detail, userId: undefined });
    const known = users.get(key);
    if (known === undefined) users.set(key, [change]);
    else if (kindsBetween(known[known.length - 1] ?? change, change).length > 0) known.push(change);
  }
  return [...users.values()];
}

const nameOf = ({ userName, createdAt }: ChangeDetail) => `${createdAt} ${userName.toLowerCase()}`;

const kindsBetween = (last: ChangeRecord, next: ChangeRecord) =>
  changeKindsOf(recordedAfter(last.detail), recordedAfter(next.detail));

/** What changed for a user from the first of its changes to the last; undefined where the last undoes the first. */
export interface NetChange {
  readonly kinds: readonly ChangeKind[];
  /** Of the last change, with the state before the first. */
  readonly detail: ChangeDetail;
}

/** The change from before the first to after the last. */
export function netChange([first, ...others]: UserChanges): NetChange | undefined {
  const last = others.at(-1) ?? first;
  const detail = { ...last.detail, before: first.detail.before };
  const kinds = changeKindsOf(recordedBefore(detail), recordedAfter(detail));
  return kinds.length === 0 ? undefined : { kinds, detail };
}
