/** The events and entries that acts lead to. */

import type { Instant } from '../time.ts';
import { deleteCalls } from './deletion/delete-call.ts';
import {
  type Lifecycle,
  type LifecycleEvent,
  type LifecycleState,
  type SentCall,
  type UserEntries,
  unbegun,
} from './lifecycle.ts';
import { dueAfter, noticeSettings } from './notices.ts';
import type { LifecycleSettings } from './settings.ts';
import type { Step } from './step.ts';
import type { Digest, UserAccess } from './user-access.ts';

/** Who acts, when and why. */
export interface ActContext {
  readonly actor: string;
  readonly now: Instant;
  readonly cause: string;
  readonly calls?: readonly SentCall[];
}

/** The event that leads from what the table holds to that state; `changes` are those of its entry. */
export function nextEvent(
  { lifecycle, events }: UserEntries,
  user: Pick<Step, 'userId' | 'userName'>,
  state: LifecycleState,
  { actor, now, cause, calls = [] }: ActContext,
  digest: Digest,
  changes: Partial<Lifecycle> = {},
): LifecycleEvent {
  const held = lifecycle ?? unbegun(user.userId, user.userName, now);
  const { due: _, ...kept } = held;
  const seq = held.version + 1;
  const to = { ...kept, userName: user.userName, state, version: seq, since: now, ...changes };
  const latest = events.at(-1);
  return {
    seq,
    from: held.state,
    to,
    cause,
    actor,
    at: now,
    calls,
    ...(latest !== undefined && { before: digest(latest) }),
  };
}

/** What a notice changes: the first one begins the time, and keeps what the user was then. */
export function afterNotice(
  entries: UserEntries,
  step: Step,
  planHash: string,
  settings: LifecycleSettings,
  now: Instant,
): Partial<Lifecycle> {
  const { lifecycle } = entries;
  const isFirst = lifecycle?.state !== 'noticed';
  const notices = [...(isFirst ? [] : lifecycle.notices), { at: now, to: step.owner }];
  const due = dueAfter(notices, noticeSettings(entries, step.lastActivity, settings));
  const begun = { owner: step.owner, fingerprint: step.fingerprint, lastActivity: step.lastActivity, planHash };
  const since = isFirst ? now : lifecycle.since;
  return { notices, due, since, ...(isFirst && begun) };
}

/** What the beginning of a quarantine changes: from then on it counts for the caps. */
export const begunAt = (now: Instant, planHash: string): Partial<Lifecycle> => ({ quarantinedAt: now, planHash });

/** What the beginning of a deletion changes: from then on it counts for the caps, and it is never undone. */
export const deletionBegun = (
  { arn }: Pick<Step, 'arn'>,
  access: UserAccess,
  planHash: string,
  now: Instant,
): Partial<Lifecycle> => ({ deletion: { at: now, arn, calls: deleteCalls(access) }, planHash });

/** What changes when a quarantined user shows up or is changed by others. */
export const heldAt = (now: Instant): Partial<Lifecycle> => ({ returnedAt: now });

/** What changes when a quarantine is undone: its user is new to the way out for a whole threshold. */
export const releasedAt = (now: Instant): Partial<Lifecycle> => ({ ...cleared, returnedAt: now });

/** What ends with a notice that no longer holds. */
export const cleared: Partial<Lifecycle> = {
  notices: [],
  fingerprint: undefined,
  lastActivity: undefined,
  planHash: undefined,
};
