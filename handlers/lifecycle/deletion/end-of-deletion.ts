/** How a deletion ends: IAM has no such user, or the user is there and a person decides. */

import { freedWords, movedSince } from '../../../domain/lifecycle/deletion/added-since.ts';
import { leftWords } from '../../../domain/lifecycle/deletion/deletion-words.ts';
import type { Lifecycle } from '../../../domain/lifecycle/lifecycle.ts';
import type { Step } from '../../../domain/lifecycle/step.ts';
import { isDenyAll, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { UserDeleter } from '../../../infra/ports/deletion/user-deleter.ts';
import type { Acting } from '../act-ports.ts';
import { findUser } from '../find-user.ts';
import { pausesMs } from '../send-calls.ts';

/**
 * Why a call must not be sent. `isWanted`: the user called before the first one, or others gave it something or renamed
 * it.
 */
export interface DeleteHalt {
  readonly why: string;
  readonly isWanted?: boolean;
  readonly renamedTo?: string;
}

/** An act that deletes. */
export interface Deleting {
  readonly step: Pick<Step, 'userId' | 'userName'>;
  readonly acting: Acting;
  readonly deleter: UserDeleter;
  /** Asked before each call: why it must not be sent. */
  readonly halt: () => Promise<DeleteHalt | undefined>;
  /** The user's lifecycle from the beginning of the deletion. */
  readonly begun: Lifecycle;
}

/** How far it came. `gone`: IAM has no user with that unique id any more. */
export type Deleted = { readonly kind: 'gone' } | ({ readonly kind: 'stopped' } & DeleteHalt);

/**
 * What became of a user whose name nobody has any more, or somebody else: a call that names it may have met nobody. IAM
 * may list it for seconds after its end.
 */
export async function endOf({ step, acting, begun }: Deleting): Promise<Deleted> {
  let why = `IAM still lists ${step.userName}`;
  for (const pauseMs of [...pausesMs, undefined]) {
    const found = await findUser(step, acting.as.accountId, acting.ports);
    if (found.kind === 'gone') return found;
    if (found.kind === 'unknown') why = found.why;
    const moved = found.kind === 'found' ? movedSince(begun, found.access) : undefined;
    if (found.kind === 'found' && moved !== undefined) {
      return wantedBack(found.access, [moved, ...freedWords(begun, found.access)]);
    }
    if (pauseMs !== undefined) await acting.ports.pause(pauseMs);
  }
  return { kind: 'stopped', why: `${why}; the next apply goes on` };
}

/** Others may come between the last look and the last two calls: then IAM keeps the user, and the deny is gone. */
export function wantedBack(access: UserAccess, because: readonly string[]): Deleted {
  const deny = access.attachedPolicies.some(isDenyAll) ? [] : ['the deny is gone already'];
  const why = [...because, `${leftWords(access)} left`, ...deny].join('; ');
  return { kind: 'stopped', isWanted: true, why, renamedTo: access.userName };
}
