import { isFresh, type Question } from '../question.ts';
import type { Entry } from '../sightings/entry.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { isUnused, type State } from '../verdict/state.ts';

/** What the world was told of a user: enough to say tomorrow what changed. */
export interface PublishedState {
  readonly userName: string;
  readonly state: State;
  readonly exempt: boolean;
  /** Its last activity, if it had any, was older than the threshold; says of an unknown user that it was silent. */
  readonly silent: boolean;
}

/**
 * What happened to a user between two runs. `became-unused`: unused and not exempt, and was not so before, be it that
 * it was active, unknown, exempt or not there. `active-again`: from unused, or from unknown and silent, to active.
 * `no-longer-unused`: from unused to new or exempt; `known-again`: from unknown to any other known state.
 */
export type ChangeKind =
  | 'became-unused'
  | 'active-again'
  | 'no-longer-unused'
  | 'became-unknown'
  | 'known-again'
  | 'new-user'
  | 'gone';

/** One change of one user; `before` undefined for a user nobody knew, `after` for one who is gone. */
export interface Change {
  readonly kind: ChangeKind;
  readonly entry: Entry;
  readonly userName: string;
  readonly before: PublishedState | undefined;
  readonly after: Assessment | undefined;
}

export function publishedStateOf(assessment: Assessment, question: Question): PublishedState {
  const { user, state, lastActivity } = assessment;
  const silent = lastActivity !== undefined && !isFresh(lastActivity.at, question);
  return { userName: user.userName, state, exempt: isExempt(assessment), silent };
}

/** Whether a user is to be told of as unused: exempt ones are not. */
export const isReportedUnused = ({ state, exempt }: Pick<PublishedState, 'state' | 'exempt'>): boolean =>
  isUnused(state) && !exempt;

/** The change of one user, if there is any. */
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

function kindOf(was: PublishedState | undefined, is: Pick<PublishedState, 'state' | 'exempt'>): ChangeKind | undefined {
  if (isReportedUnused(is)) return was !== undefined && isReportedUnused(was) ? undefined : 'became-unused';
  if (was === undefined) return 'new-user';
  if (is.state === 'unknown') return was.state === 'unknown' ? undefined : 'became-unknown';
  if (is.state === 'active' && wasSilent(was)) return 'active-again';
  if (isReportedUnused(was)) return 'no-longer-unused';
  return was.state === 'unknown' ? 'known-again' : undefined;
}

const wasSilent = ({ state, silent }: PublishedState) => isUnused(state) || (state === 'unknown' && silent);
