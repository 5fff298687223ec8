/** What changes for a user between two runs, and which users are reported as unused. */

import { isFresh, type Question } from '../question.ts';
import type { Entry } from '../sightings/entry.ts';
import { type Assessment, idleSince } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { isUnused, type State } from '../verdict/state.ts';

/** A user's last published state. The next run compares it with the new one. */
export interface PublishedState {
  readonly userName: string;
  readonly state: State;
  readonly exempt: boolean;
  /** The user had activity, all of it at least the threshold ago. It shows whether an unknown user was silent. */
  readonly silent: boolean;
  /** The day on which the silence began that was last reported as quiet; absent where none was. */
  readonly quietSince?: string | undefined;
}

/**
 * What changed for a user between two runs. `became-unused`: now unused and not exempt; before, it was active, unknown,
 * exempt or not there. `active-again`: from unused, or from unknown and silent, to active. `no-longer-unused`: from
 * unused to new or exempt. `known-again`: from unknown to any other known state. `fell-quiet`: silent for longer than
 * its own rhythm explains, once a silence; it may stand beside another change of the user.
 */
export type ChangeKind =
  | 'became-unused'
  | 'active-again'
  | 'no-longer-unused'
  | 'became-unknown'
  | 'known-again'
  | 'new-user'
  | 'gone'
  | 'fell-quiet';

/** One change of one user. `before` is undefined for a new user, `after` for a user who is gone. */
export interface Change {
  readonly kind: ChangeKind;
  readonly entry: Entry;
  readonly userName: string;
  readonly before: PublishedState | undefined;
  readonly after: Assessment | undefined;
}

/** The state that a digest publishes for this assessment. */
export function publishedStateOf(assessment: Assessment, question: Question): PublishedState {
  const { user, state, lastActivity, quietSince } = assessment;
  const silent = lastActivity !== undefined && !isFresh(lastActivity.at, question);
  const published = { userName: user.userName, state, exempt: isExempt(assessment), silent };
  return quietSince === undefined ? published : { ...published, quietSince };
}

/** Whether a user in this state is reported as unused: exempt ones are not. */
const isReportedUnused = ({ state, exempt }: Pick<PublishedState, 'state' | 'exempt'>): boolean =>
  isUnused(state) && !exempt;

/** Whether a user is reported as unused now. */
export const isUnusedUser = (assessment: Assessment): boolean =>
  isReportedUnused({ state: assessment.state, exempt: isExempt(assessment) });

/** Sorts by the time without activity, longest first; at equal times by name. */
export function longestIdleFirst(a: Assessment, b: Assessment): number {
  const [sinceA, sinceB] = [idleSince(a) ?? '', idleSince(b) ?? ''];
  if (sinceA !== sinceB) return sinceA < sinceB ? -1 : 1;
  return a.user.userName < b.user.userName ? -1 : 1;
}

/** The change of one user's state; undefined where there is none. */
export function changeOf(
  entry: Entry,
  before: PublishedState | undefined,
  after: Assessment | undefined,
): Change | undefined {
  if (after === undefined) {
    return before && { kind: 'gone', entry, userName: before.userName, before, after };
  }
  const kind = kindOf(before, { state: after.state, exempt: isExempt(after) });
  return kind && { kind, entry, userName: after.user.userName, before, after };
}

/**
 * The change of a user who fell quiet: it is in a silence that was never reported as quiet. Undefined for any other,
 * and for a user who is reported as unused: that says more.
 */
export function quietChangeOf(
  entry: Entry,
  before: PublishedState | undefined,
  after: Assessment | undefined,
): Change | undefined {
  if (after?.quietSince === undefined || after.quietSince === before?.quietSince) return undefined;
  if (isUnusedUser(after)) return undefined;
  return { kind: 'fell-quiet', entry, userName: after.user.userName, before, after };
}

function kindOf(was: PublishedState | undefined, is: Pick<PublishedState, 'state' | 'exempt'>): ChangeKind | undefined {
  if (isReportedUnused(is)) return was !== undefined && isReportedUnused(was) ? undefined : 'became-unused';
  if (was === undefined) return 'new-user';
  if (is.state === 'unknown') return was.state === 'unknown' ? undefined : 'became-unknown';
  if (is.state === 'active' && wasSilent(was)) return 'active-again';
  if (isReportedUnused(was)) return 'no-longer-unused';
  return was.state === 'unknown' ? 'known-again' : undefined;
}

const wasSilent = ({ state, silent }: PublishedState) => isUnused(state) || (state === 'unknown' && silent);
