/** Quarantines a user: the tag, then the deny, then a look at what IAM shows. */

import { isGone } from '../../domain/lifecycle/deletion/begun-deletion.ts';
import { brakeWords } from '../../domain/lifecycle/guards.ts';
import type { LifecycleState, UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { begunAt, cleared } from '../../domain/lifecycle/transition.ts';
import { hasTag, isDenyAll, quarantineTag } from '../../domain/lifecycle/user-access.ts';
import type { Acting, ActResult } from './act-ports.ts';
import { advance } from './advance.ts';
import { readUser } from './read-user.ts';
import { liftDeny, release } from './release.ts';
import { type Halt, pausesMs, type Sent, sendCalls } from './send-calls.ts';
import { overtakenWords } from './write-transition.ts';

/**
 * Quarantines the user of a step, whose entries were read a moment ago. A quarantine that was begun by a run that died
 * is completed. Whoever undoes it meanwhile wins: what was sent is taken back.
 */
export async function quarantine(
  step: Step,
  planHash: string,
  entries: UserEntries,
  acting: Acting,
): Promise<ActResult> {
  const begun = await begin(step, planHash, entries, acting);
  if (begun.kind === 'overtaken') return { kind: 'dropped', why: overtakenWords(begun.entries) };
  const sent = await sendCalls(step.calls, acting, () => haltOf(step, begun.entries, acting));
  if (sent.kind === 'stopped') return stopped(step, sent, acting);
  const shown = await look(step, acting);
  if (shown === 'another-user' || shown === 'nobody') return spare(step, shown, acting);
  if (shown === 'not-yet') {
    const why = 'IAM does not show the deny yet; the next apply completes it';
    return stopped(step, { kind: 'stopped', why, ...(await haltOf(step, begun.entries, acting)) }, acting);
  }
  const ended = await advance(acting, step, begun.entries, 'quarantined');
  if (ended.kind === 'written' || !isUndone(ended.entries)) return { kind: 'done' };
  return takeBack(step, ended.entries, acting);
}

async function begin(step: Step, planHash: string, entries: UserEntries, acting: Acting) {
  if (entries.lifecycle?.state === 'quarantining') return { kind: 'written', entries } as const;
  return advance(acting, step, entries, 'quarantining', begunAt(acting.ports.clock(), planHash));
}

/** Asked before each call: whether somebody pulled the brake or wrote the user's lifecycle. */
async function haltOf({ userId }: Step, begun: UserEntries, { ports, as }: Acting): Promise<Halt | undefined> {
  const { entries, brake } = await readUser(ports.table, as.accountId, userId);
  if (entries.lifecycle?.version !== begun.lifecycle?.version || entries.isUnreadable) {
    return { why: overtakenWords(entries), overtakenBy: entries };
  }
  const [braked] = brakeWords(brake);
  return braked === undefined ? undefined : { why: braked };
}

/** A quarantine that cannot be completed stays begun, and the next plan decides. Without a free place it is undone. */
async function stopped(
  step: Step,
  { why, refusal, overtakenBy }: Extract<Sent, { kind: 'stopped' }>,
  acting: Acting,
): Promise<ActResult> {
  if (overtakenBy !== undefined && isUndone(overtakenBy)) return takeBack(step, overtakenBy, acting);
  if (refusal === 'NoSuchEntityException') return spare(step, 'nobody', acting);
  if (refusal !== 'LimitExceededException') return { kind: 'failed', why };
  const reason = 'it has as many policies as IAM allows, so the deny has no place';
  const released = await release({ ...step, reason }, acting, cleared);
  return { kind: 'failed', why: [reason, ...(released.kind === 'done' ? [] : [released.why])].join('; ') };
}

/** The states after an undo. */
const undone: readonly (LifecycleState | undefined)[] = ['releasing', 'none', undefined];

const isUndone = ({ lifecycle }: UserEntries): boolean => undone.includes(lifecycle?.state);

/** Somebody undid the quarantine while it was made: what was sent since then goes, too. */
async function takeBack(step: Step, entries: UserEntries, acting: Acting): Promise<ActResult> {
  const why = overtakenWords(entries);
  if (acting.calls.length === 0) return { kind: 'dropped', why };
  const lifted = await liftDeny(step, false, acting);
  return { kind: 'failed', why: lifted.kind === 'done' ? why : `${why}; ${lifted.why}: run lastseen undo again` };
}

/** Whose name it is not any more: of `another-user`, or of `nobody`. */
type Lost = 'another-user' | 'nobody';

/** Whether IAM shows tag and deny, on the user that was meant. */
async function look({ userId, userName }: Step, { ports }: Acting): Promise<'shown' | 'not-yet' | Lost> {
  for (const pauseMs of [...pausesMs, undefined]) {
    const access = await ports.access(userName);
    if (isGone(access, userId)) return access.kind === 'answered' ? 'another-user' : 'nobody';
    if (access.kind === 'answered') {
      const { tags, attachedPolicies } = access.value;
      if (hasTag(tags, quarantineTag) && attachedPolicies.some(isDenyAll)) return 'shown';
    }
    if (pauseMs !== undefined) await ports.pause(pauseMs);
  }
  return 'not-yet';
}

/**
 * Others renamed or deleted the user while the calls were sent: some went to it, and some to a user that took its name.
 * Both lose what was sent.
 */
async function spare(step: Step, lost: Lost, acting: Acting): Promise<ActResult> {
  const isTaken = lost === 'another-user';
  const sent = isTaken ? await sendCalls(step.undo, acting, async () => undefined) : undefined;
  const reason = isTaken ? 'another user took its name' : 'others renamed or deleted it';
  const released = await release({ ...step, reason }, acting, cleared);
  const why = `${reason} in this moment; tag and deny were taken from it again`;
  const undone = [
    ...(sent?.kind === 'stopped' ? [`another user has its name and the deny: ${sent.why}`] : []),
    ...(released.kind === 'done' ? [] : [`${reason}, and it may have the deny: ${released.why}`]),
  ];
  return { kind: 'failed', why: undone.length === 0 ? why : undone.join('; ') };
}
