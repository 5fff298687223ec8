/** Undoes a quarantine: takes the deny away, then the tag. */

import { deletedWords } from '../../domain/lifecycle/deletion/deletion-words.ts';
import type { Lifecycle, LifecycleState, UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import { type IamCall, releaseCalls, type Step, tagCall } from '../../domain/lifecycle/step.ts';
import { hasTag, isDenyAll, quarantineTag, type UserAccess } from '../../domain/lifecycle/user-access.ts';
import { type Acting, type ActResult, dropped } from './act-ports.ts';
import { advance } from './advance.ts';
import { findUser } from './find-user.ts';
import { readUser } from './read-user.ts';
import { pausesMs, sendCalls } from './send-calls.ts';
import { overtakenWords } from './write-transition.ts';

type Named = Pick<Step, 'userId' | 'userName' | 'arn'>;

/** Who is released, and why. */
export type Released = Named & Pick<Step, 'reason'>;

/** The states from which a quarantine is undone. */
const releasable: readonly LifecycleState[] = ['quarantining', 'quarantined', 'held', 'releasing'];

export const isReleasable = ({ lifecycle }: UserEntries): boolean =>
  lifecycle !== undefined && releasable.includes(lifecycle.state);

/** Why a deletion is not undone, in words; undefined where none was begun. */
export function deletedBecause({ lifecycle }: UserEntries): string | undefined {
  if (lifecycle?.state === 'deleted') return deletedWords(lifecycle);
  if (lifecycle?.state !== 'deleting') return undefined;
  const words = 'lastseen stop ends it before its next call; lastseen keep ends it as long as nothing of it is gone';
  return `its deletion was begun at ${lifecycle.deletion?.at}: ${words}`;
}

/**
 * Releases a user. It heeds no brake, cap or window. Who writes the user's lifecycle at the same time is waited for and
 * then overruled. A lifecycle that cannot be read is left as it is: the tag alone tells then that the deny is ours.
 * `changes` are those of the last event. `endsDeletion`: a plan found that nothing of a begun deletion was done.
 */
export async function release(
  user: Released,
  acting: Acting,
  changes: Partial<Lifecycle>,
  endsDeletion = false,
): Promise<ActResult> {
  const entries = await beginRelease(user, acting, endsDeletion);
  const why = deletedBecause(entries);
  if (why !== undefined) return dropped(why);
  const result = await liftDeny(user, isWhole(entries), acting);
  if (result.kind !== 'done' || entries.lifecycle?.state !== 'releasing' || entries.isUnreadable) return result;
  const ended = await advance(acting, user, entries, 'none', changes);
  const isEnded = ended.kind === 'written' || ended.entries.lifecycle?.state === 'none';
  return isEnded ? result : { kind: 'failed', why: overtakenWords(ended.entries) };
}

/** Others may write as often before us; a run writes each user three times at most. */
const mostTries = 5;

async function beginRelease(user: Released, acting: Acting, endsDeletion: boolean): Promise<UserEntries> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { entries } = await readUser(acting.ports.table, acting.as.accountId, user.userId);
    const isOpen = isReleasable(entries) || (endsDeletion && entries.lifecycle?.state === 'deleting');
    if (entries.isUnreadable || !isOpen || entries.lifecycle?.state === 'releasing') return entries;
    const begun = await advance(acting, user, entries, 'releasing');
    if (begun.kind === 'written') return begun.entries;
  }
  throw new Error(`the lifecycle of ${user.userId} changed ${mostTries} times while its release began`);
}

/**
 * Sends what is left to be undone, until IAM shows neither deny nor tag, whatever the user is called now. Only a deny
 * with our tag is ours, and one that a run which was overruled attached in this moment: that is marked first, since the
 * role may take away only what is marked. `wasWhole`: the quarantine was confirmed, so that a deny without a tag needs
 * a person.
 */
export async function liftDeny(user: Named, wasWhole: boolean, acting: Acting): Promise<ActResult> {
  // A run that was overruled lifts them, too: whoever comes second may find the tag gone, and is refused.
  let wasRefused = false;
  for (const pauseMs of [...pausesMs, undefined]) {
    const found = await findUser(user, acting.as.accountId, acting.ports);
    if (found.kind === 'unknown') return { kind: 'failed', why: found.why };
    if (found.kind === 'gone') return { kind: 'done', why: 'IAM has no such user any more' };
    const calls = remainingCalls(user, found.access, acting);
    if (calls.length === 0) return lifted(found.access, wasWhole);
    const sent = await sendCalls(calls, acting, async () => undefined);
    if (sent.kind === 'stopped' && (wasRefused || pauseMs === undefined)) return { kind: 'failed', why: sent.why };
    wasRefused ||= sent.kind === 'stopped';
    if (pauseMs !== undefined) await acting.ports.pause(pauseMs);
  }
  return { kind: 'failed', why: 'IAM still shows the deny or the tag; the next undo or apply looks again' };
}

function remainingCalls({ arn }: Named, access: UserAccess, { ports, calls }: Acting): IamCall[] {
  const { userName, tags, attachedPolicies } = access;
  const user = { userName, arn };
  const isTagged = hasTag(tags, quarantineTag);
  const isDenied = attachedPolicies.some(isDenyAll);
  const [detach, untag] = releaseCalls(user);
  if (isTagged) return isDenied ? [detach, untag] : [untag];
  return isDenied && calls.length > 0 ? [tagCall(user, ports.clock()), detach, untag] : [];
}

/** Nothing is left that is ours by its tag. A deny without the tag may be a security team's: it stays. */
function lifted({ attachedPolicies }: UserAccess, wasWhole: boolean): ActResult {
  const denyAll = attachedPolicies.find(isDenyAll);
  if (denyAll === undefined) return { kind: 'done' };
  const why = `${denyAll} is attached without the tag ${quarantineTag}: it may be somebody else's, and stays`;
  return wasWhole
    ? { kind: 'failed', why: `${why}; if it is not, detach it by hand and undo again` }
    : { kind: 'done', why };
}

/** Whether the quarantine was confirmed before its release began. */
function isWhole({ events, isUnreadable }: UserEntries): boolean {
  const begun = events.findLast(({ to }) => to.state === 'releasing');
  return !isUnreadable && (begun?.from === 'quarantined' || begun?.from === 'held');
}
