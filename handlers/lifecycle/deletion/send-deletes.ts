/** Sends the calls that delete a user, by fresh lists, until IAM has no such user. */

import type { Answer, Failure } from '../../../domain/answer.ts';
import { begunCalls, movedSince, wantedSince } from '../../../domain/lifecycle/deletion/added-since.ts';
import { isGone } from '../../../domain/lifecycle/deletion/begun-deletion.ts';
import { type DeleteCall, isDeviceDelete, remainingDeletes } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { leftWords } from '../../../domain/lifecycle/deletion/deletion-words.ts';
import { hasTag, quarantineTag, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { NamedNow } from '../../../infra/ports/deletion/user-deleter.ts';
import { pausesMs, recordedCall } from '../send-calls.ts';
import { type Deleted, type Deleting, endOf, wantedBack } from './end-of-deletion.ts';

/** So often the lists are asked: IAM's changes take seconds to count. */
const mostRounds = 6;

/**
 * Sends what is left to delete, and asks IAM's lists again after each round. Only where nothing else is left the deny
 * goes, and the user right after it. What others gave the user meanwhile ends it: that stays, and no device is left
 * without a user. A stop in between is no harm: the next run sends what was begun again, and what IAM lists.
 */
export async function sendDeletes(deleting: Deleting): Promise<Deleted> {
  const { step, acting, begun } = deleting;
  const seen = new Set<string>();
  let open: readonly DeleteCall[] = begunCalls(begun);
  let left = 'the user itself';
  for (let round = 0; round < mostRounds; round++) {
    const access = await acting.ports.access(step.userName);
    if (isGone(access, step.userId)) return endOf(deleting);
    if (access.kind === 'failed') return unanswered(access.failure);
    for (const serial of access.value.mfaDevices) seen.add(serial);
    left = leftWords(access.value);
    const wanted = wantedSince(begun, access.value);
    const { first, last } = remainingDeletes(access.value, open);
    const next = first.length > 0 ? first : last;
    const sent = await sendInOrder(wanted.length > 0 ? first.filter(isFree(access.value)) : next, deleting);
    if (sent.kind !== 'sent') return sent;
    // A device that an earlier run freed and that is refused is somebody else's now; one of this run is not free yet.
    open = sent.conflicts.filter((call) => isDeviceDelete(call) && seen.has(call.serialNumber));
    if (wanted.length > 0 && open.length === 0) return wantedBack(access.value, wanted);
    if (next === last && wanted.length + sent.conflicts.length === 0) return endOf(deleting);
    if (sent.conflicts.length > 0) await acting.ports.pause(pausesMs[round] ?? 0);
  }
  return { kind: 'stopped', why: `IAM still lists ${left}; the next apply goes on` };
}

/** Whether a call deletes a device that the user has no more. */
const isFree =
  ({ mfaDevices }: UserAccess) =>
  (call: DeleteCall): boolean =>
    isDeviceDelete(call) && !mfaDevices.includes(call.serialNumber);

const unanswered = ({ why }: Failure) => ({ kind: 'stopped', why: `IAM did not answer about it (${why})` }) as const;

/** Conflicts are the calls that IAM refuses because something was added: the lists tell what. */
type Sent = { readonly kind: 'sent'; readonly conflicts: readonly DeleteCall[] } | Deleted;

async function sendInOrder(calls: readonly DeleteCall[], deleting: Deleting): Promise<Sent> {
  const conflicts: DeleteCall[] = [];
  for (const [index, call] of calls.entries()) {
    // Between the deny and the user a stop would leave the user without the deny.
    const isBackToBack = call.action === 'DeleteUser' && index > 0;
    const sent = await sendOne(call, deleting, isBackToBack);
    if (sent.kind !== 'sent') return sent;
    conflicts.push(...sent.conflicts);
  }
  return { kind: 'sent', conflicts };
}

async function sendOne(
  call: DeleteCall,
  deleting: Deleting,
  isBackToBack: boolean,
  pauses: readonly number[] = pausesMs,
): Promise<Sent> {
  const { acting, deleter } = deleting;
  const halted = isBackToBack ? undefined : await deleting.halt();
  if (halted !== undefined) return { kind: 'stopped', ...halted };
  const notOurs = await whoElse(call, deleting);
  if (notOurs !== undefined) return notOurs;
  const answer = await recordedCall(call, () => deleter.send(call), acting);
  if (answer.kind === 'done') return { kind: 'sent', conflicts: [] };
  const { failure } = answer;
  if (failure.why === 'DeleteConflictException') return { kind: 'sent', conflicts: [call] };
  const [pauseMs, ...later] = pauses;
  if (!isPassing(failure) || pauseMs === undefined) {
    return { kind: 'stopped', why: `IAM refused ${call.action} (${failure.why})` };
  }
  await acting.ports.pause(pauseMs);
  return sendOne(call, deleting, isBackToBack, later);
}

/** Whether waiting helps. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
const isPassing = ({ kind, why }: Failure): boolean =>
  kind === 'throttled' || why === 'EntityTemporarilyUnmodifiableException' || why === 'ConcurrentModificationException';

/** Names are reusable: who has it is asked right before each call, where it stands, and whether with our mark. */
async function whoElse(call: DeleteCall, deleting: Deleting): Promise<Deleted | undefined> {
  const { userId, userName } = deleting.step;
  const named: Answer<NamedNow> = await deleting.deleter.who(userName);
  if (isGone(named, userId)) return endOf(deleting);
  if (named.kind === 'failed') return unanswered(named.failure);
  // A device that nobody has is no part of a user, wherever that is now.
  const moved = isDeviceDelete(call) ? undefined : movedSince(deleting.begun, { userName, path: named.value.path });
  if (moved !== undefined) return { kind: 'stopped', isWanted: true, why: moved };
  const isMarked = hasTag(named.value.tags, quarantineTag);
  return isMarked ? undefined : { kind: 'stopped', why: `the tag ${quarantineTag} is not there any more` };
}
