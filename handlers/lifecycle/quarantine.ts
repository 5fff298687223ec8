/** Quarantines a user: the tag, then the deny, then a look at what IAM shows. */

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
  if (shown === 'another-user') return spare(step, begun.entries, acting);
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

/** Whether IAM shows tag and deny, on the user that was meant. */
async function look({ userId, userName }: Step, { ports }: Acting): Promise<'shown' | 'not-yet' | 'another-user'> {
  for (const pauseMs of [...pausesMs, undefined]) {
    const access = await ports.access(userName);
    if (access.kind === 'answered') {
      const { tags, attachedPolicies } = access.value;
      if (access.value.userId !== userId) return 'another-user';
      if (hasTag(tags, quarantineTag) && attachedPolicies.some(isDenyAll)) return 'shown';
    }
    if (pauseMs !== undefined) await ports.pause(pauseMs);
  }
  return 'not-yet';
}

/** The user was deleted and its name taken while the calls were sent: they went to somebody else. */
async function spare(step: Step, entries: UserEntries, acting: Acting): Promise<ActResult> {
  const sent = await sendCalls(step.undo, acting, async () => undefined);
  await advance(acting, { ...step, reason: 'another user took its name' }, entries, 'none', cleared);
  const why = 'another user took its name in this moment; tag and deny were taken from it again';
  return { kind: 'failed', why: sent.kind === 'sent' ? why : `another user has its name and the deny: ${sent.why}` };
}
