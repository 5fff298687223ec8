import { recordedAfter } from '../history/change-detail.ts';
import type { ChangeRecord } from '../history/change-record.ts';
import { type RecordedState, recordedStateOf } from '../history/recorded-state.ts';
import { type IamUser, matchCreation } from '../inventory/iam-user.ts';
import { assessmentOf, type Entry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import { type Instant, laterOf } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** What the history says of each user, by the entry of its assessment. Null: the user is not in the history. */
export type HistoryStates = ReadonlyMap<Entry, RecordedState | null>;

/**
 * The recorded state of each user: of the latest recorded changes, else beside the assessment, else what the assessment
 * says. A user without any was in the inventory when the history began, and was never judged.
 */
export function historyStates(stored: StoredAccount): HistoryStates {
  const states = new Map<Entry, RecordedState | null>(stored.recorded);
  for (const [entry, assessment] of stored.assessments) {
    const derived = states.has(entry) ? undefined : recordedStateOf(assessment, undefined);
    if (derived !== undefined) states.set(entry, derived);
  }
  for (const change of stored.latestChanges)
    states.set(heldEntry(stored, change), recordedAfter(change.detail) ?? null);
  return states;
}

/** The entry of the user's assessment, which another run may have moved. */
function heldEntry({ assessments }: StoredAccount, { user, detail }: ChangeRecord): Entry {
  const entry = assessmentOf(user);
  if (assessments.has(entry)) return entry;
  const { userName, userId, createdAt } = detail;
  const changed = { userName, userId: userId ?? undefined, createdAt: createdAt ?? undefined };
  return [...assessments].find(([, verdict]) => isSameMoved(changed, verdict.user))?.[0] ?? entry;
}

type Identity = Pick<IamUser, 'userId' | 'userName' | 'createdAt'>;

/** Whether one of these is the other, known by name alone. */
function isSameMoved(a: Identity, b: Identity): boolean {
  const isOneByName = (a.userId === undefined) !== (b.userId === undefined);
  const isOneName = a.userName.toLowerCase() === b.userName.toLowerCase();
  return isOneByName && isOneName && matchCreation(a, b) === 'same';
}

/** The time up to which the history is complete; undefined where there is none. */
export function recordedUpTo({ history, run }: Pick<StoredAccount, 'history' | 'run'>): Instant | undefined {
  return history && laterOf(history.changedAt, run?.recordedUpTo ?? run?.asOf ?? history.changedAt);
}

/**
 * Finds users whose entry is another one in this run, by their new entry. The credential report has no unique ids, so a
 * user may be known by name in one run and by id in the other: the same name, and the same time of creation.
 */
export function movedEntries(stored: StoredAccount, now: ReadonlyMap<Entry, Assessment>): Map<Entry, Entry> {
  const left = new Map<string, readonly [Entry, Assessment]>();
  for (const [entry, assessment] of stored.assessments) {
    if (!now.has(entry)) left.set(assessment.user.userName.toLowerCase(), [entry, assessment]);
  }
  const moved = new Map<Entry, Entry>();
  if (left.size === 0) return moved;
  for (const [entry, { user }] of now) {
    const found = left.get(user.userName.toLowerCase());
    if (found !== undefined && isSameMoved(user, found[1].user)) moved.set(entry, found[0]);
  }
  return moved;
}
