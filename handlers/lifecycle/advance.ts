import type { Lifecycle, LifecycleEvent, LifecycleState, UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { nextEvent } from '../../domain/lifecycle/transition.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import type { Acting } from './act-ports.ts';
import { type Transition, writeTransition } from './write-transition.ts';

/** Who is acted on, and why. */
export type Cause = Pick<Step, 'userId' | 'userName' | 'reason'>;

/** The event that leads a user to that state now, with the calls that were sent so far. */
export function eventOf(
  { ports, as, calls }: Acting,
  cause: Cause,
  entries: UserEntries,
  state: LifecycleState,
  changes: Partial<Lifecycle> = {},
): LifecycleEvent {
  const context = {
    actor: as.actor,
    now: ports.clock(),
    cause: cause.reason,
    calls: calls.map(({ action, requestId }) => ({ action, requestId })),
  };
  return nextEvent(entries, cause, state, context, canonicalDigest, changes);
}

/** Writes that event. Throws where the table cannot be reached. */
export function advance(
  acting: Acting,
  cause: Cause,
  entries: UserEntries,
  state: LifecycleState,
  changes: Partial<Lifecycle> = {},
): Promise<Transition> {
  const event = eventOf(acting, cause, entries, state, changes);
  return writeTransition(acting.ports.table, acting.as.accountId, entries, event);
}
