/** Does one step of a plan, after a last look. */

import { approvalOf } from '../../domain/approvals/standing-approval.ts';
import { changedBecause } from '../../domain/lifecycle/acting/again.ts';
import { approvedAt } from '../../domain/lifecycle/approved-decision.ts';
import { isGone } from '../../domain/lifecycle/deletion/begun-deletion.ts';
import type { LifecyclePlan } from '../../domain/lifecycle/plan.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { cleared, heldAt, releasedAt } from '../../domain/lifecycle/transition.ts';
import { canonicalDigest, canonicalText } from '../canonical-digest.ts';
import { type Acting, type ActingAs, type ActPorts, type ActResult, dropped, type Looked } from './act-ports.ts';
import { advance } from './advance.ts';
import { deleteUser } from './deletion/delete-user.ts';
import { quarantine } from './quarantine.ts';
import { readUser } from './read-user.ts';
import { type Intended, recordAct } from './record-act.ts';
import { release } from './release.ts';
import { noSenderWords, notify, withAnnouncement } from './tell-owner.ts';
import { overtakenWords } from './write-transition.ts';

/** Why nobody is deleted. */
const noDeleterWords = 'nobody is deleted here';

/** An item of the table holds 400 KB, and the record has more to say. */
const mostSnapshotBytes = 300_000;

/** Why a deletion must not begin, by what its record could not hold. */
function undeletable({ snapshot, access }: Looked, { deleter }: ActPorts): string | undefined {
  if (deleter === undefined) return noDeleterWords;
  if (snapshot === undefined) return undefined;
  if (snapshot.kind === 'failed') return `IAM gave no copy of what it holds (${snapshot.failure.why})`;
  const bytes = Buffer.byteLength(canonicalText({ snapshot: snapshot.value, access }));
  return bytes > mostSnapshotBytes ? `a copy of what it holds has ${bytes} bytes, more than a record takes` : undefined;
}

/** Asks IAM and the table once more about the user of a step. Throws where the table cannot be reached. */
export async function lookAgain(
  step: Step,
  plan: LifecyclePlan,
  ports: ActPorts,
  { accountId, actor }: ActingAs,
): Promise<Looked> {
  const access = await ports.access(step.userName);
  const found = await readUser(ports.table, accountId, step.userId);
  const stored = step.needsApproval === true ? await ports.approvalsOf(accountId, step.hash) : undefined;
  const now = ports.clock();
  const terms = {
    now: approvedAt(found.entries.lifecycle, now),
    actors: [actor, plan.plannedBy],
    approvers: plan.settings.approvers,
  };
  const isThere = step.act === 'delete' && !isGone(access, step.userId) && access.kind === 'answered';
  const snapshot = isThere ? await ports.deleter?.snapshot(access.value) : undefined;
  return { ...found, access, now, approval: stored && approvalOf(step, stored, terms), ...(snapshot && { snapshot }) };
}

/** Why a step is not done now, in words; undefined where it may be. */
export function notNow(step: Step, looked: Looked, plan: LifecyclePlan, ports: ActPorts): string | undefined {
  const why = changedBecause(step, looked, plan, canonicalDigest);
  if (why.length > 0) return why.join('; ');
  if (step.act === 'delete') return undeletable(looked, ports);
  return step.act === 'notice' && ports.notices === undefined ? noSenderWords : undefined;
}

/**
 * Does a step, or drops it with the reason. `intendedOf` makes the record of it. Throws where the table cannot be
 * reached: the step may be half done then, and the next plan completes it.
 */
export async function performStep(
  step: Step,
  plan: LifecyclePlan,
  intendedOf: (looked: Looked) => Intended,
  ports: ActPorts,
  as: ActingAs,
): Promise<ActResult> {
  const looked = await lookAgain(step, plan, ports, as);
  const why = notNow(step, looked, plan, ports);
  if (why !== undefined) return { kind: 'dropped', why };
  return recordAct(intendedOf(looked), ports, as, (acting) => perform(step, plan, looked, acting));
}

async function perform(step: Step, plan: LifecyclePlan, looked: Looked, acting: Acting): Promise<ActResult> {
  const result = await change(step, plan, looked, acting);
  if (result.kind !== 'done' || step.act === 'notice') return result;
  return withAnnouncement(result, step, looked, acting);
}

async function change(step: Step, plan: LifecyclePlan, looked: Looked, acting: Acting): Promise<ActResult> {
  const { entries, call } = looked;
  const now = acting.ports.clock();
  switch (step.act) {
    case 'notice': {
      const { notices } = acting.ports;
      if (notices === undefined) return { kind: 'dropped', why: noSenderWords };
      return notify(step, plan, { entries, arn: step.arn, call }, notices, acting);
    }
    case 'quarantine':
      return quarantine(step, plan.hash, entries, acting);
    case 'release':
      return release(step, acting, releasedAt(now), entries.lifecycle?.state === 'deleting');
    case 'hold':
      return ended(await advance(acting, step, entries, 'held', heldAt(now)));
    case 'clear':
      return ended(await advance(acting, step, entries, 'none', cleared));
    case 'delete':
      return acting.ports.deleter === undefined
        ? dropped(noDeleterWords)
        : deleteUser(step, plan.hash, looked, acting.ports.deleter, acting);
    default:
      return step.act satisfies never;
  }
}

const ended = (transition: Awaited<ReturnType<typeof advance>>): ActResult =>
  transition.kind === 'written' ? { kind: 'done' } : { kind: 'dropped', why: overtakenWords(transition.entries) };
