/** Deletes a quarantined user and all that it holds. Nothing of this can be undone. */

import { isUntouched } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { brakeWords } from '../../../domain/lifecycle/guards.ts';
import type { UserEntries } from '../../../domain/lifecycle/lifecycle.ts';
import type { Step } from '../../../domain/lifecycle/step.ts';
import { deletionBegun, heldAt } from '../../../domain/lifecycle/transition.ts';
import type { UserDeleter } from '../../../infra/ports/deletion/user-deleter.ts';
import { type Acting, type ActResult, dropped, type Looked } from '../act-ports.ts';
import { advance } from '../advance.ts';
import { readUser } from '../read-user.ts';
import { withAnnouncement } from '../tell-owner.ts';
import { overtakenWords } from '../write-transition.ts';
import type { DeleteHalt } from './end-of-deletion.ts';
import { sendDeletes } from './send-deletes.ts';

/**
 * Deletes the user of a step, about whom table and IAM were asked a moment ago. From the state `deleting` on nothing
 * undoes it; as long as none of its calls was sent, a call of the user still ends it. What a run that died left is
 * completed.
 */
export async function deleteUser(
  step: Step,
  planHash: string,
  looked: Looked,
  deleter: UserDeleter,
  acting: Acting,
): Promise<ActResult> {
  const begun = await begin(step, planHash, looked, acting);
  if (begun.kind === 'overtaken') return dropped(overtakenWords(begun.entries));
  const { entries } = begun;
  if (entries.lifecycle === undefined) return dropped(overtakenWords(entries));
  const halt = () => haltOf(step, entries, looked, acting);
  const sent = await sendDeletes({ step, acting, deleter, halt, begun: entries.lifecycle });
  if (sent.kind === 'gone') return complete(step, entries, acting);
  if (sent.isWanted !== true) return { kind: 'failed', why: sent.why };
  return spare({ ...step, userName: sent.renamedTo ?? step.userName, reason: sent.why }, entries, looked, acting);
}

async function begin(step: Step, planHash: string, { entries, access }: Looked, acting: Acting) {
  if (entries.lifecycle?.state === 'deleting') return { kind: 'written', entries } as const;
  if (access.kind === 'failed') throw new Error('a deletion begins after a look at the user');
  return advance(acting, step, entries, 'deleting', deletionBegun(step, access.value, planHash, acting.ports.clock()));
}

/** Asked before each call: the user's lifecycle, the brake, and before the first one whether the user called. */
async function haltOf(
  step: Step,
  begun: UserEntries,
  { access }: Looked,
  acting: Acting,
): Promise<DeleteHalt | undefined> {
  const { entries, brake, seenAt } = await readUser(acting.ports.table, acting.as.accountId, step.userId);
  if (entries.lifecycle?.version !== begun.lifecycle?.version || entries.isUnreadable) {
    return { why: overtakenWords(entries) };
  }
  const [braked] = brakeWords(brake);
  if (braked !== undefined) return { why: braked };
  const calls = begun.lifecycle?.deletion?.calls ?? [];
  const isWhole = acting.calls.length === 0 && access.kind === 'answered' && isUntouched(calls, access.value);
  const isBack = isWhole && seenAt !== undefined && seenAt > (step.lastActivity ?? '');
  return isBack ? { why: `it was seen at ${seenAt}, before anything of it was deleted`, isWanted: true } : undefined;
}

/** The user came back in the last moment, or others gave it something or renamed it: a person decides. */
async function spare(step: Step, entries: UserEntries, { call }: Looked, acting: Acting): Promise<ActResult> {
  const held = await advance(acting, step, entries, 'held', heldAt(acting.ports.clock()));
  if (held.kind === 'overtaken') return { kind: 'failed', why: overtakenWords(held.entries) };
  return withAnnouncement({ kind: 'failed', why: step.reason }, step, { call }, acting);
}

async function complete(step: Step, entries: UserEntries, acting: Acting): Promise<ActResult> {
  const ended = await advance(acting, step, entries, 'deleted');
  const isDeleted = ended.kind === 'written' || ended.entries.lifecycle?.state === 'deleted';
  return isDeleted ? { kind: 'done' } : { kind: 'failed', why: overtakenWords(ended.entries) };
}
