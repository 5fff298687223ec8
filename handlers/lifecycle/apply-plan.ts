/** Applies a plan: exactly that plan, or less. */

import { listenedByRegion, listenedDays } from '../../domain/coverage/listened-days.ts';
import {
  recordedApproval,
  recordedReferences,
  recordedUser,
  recordedVerdict,
} from '../../domain/evidence/act-facts.ts';
import { checkSteps } from '../../domain/lifecycle/acting/standing-steps.ts';
import { neverRestored } from '../../domain/lifecycle/deletion/deletion-words.ts';
import type { LifecyclePlan } from '../../domain/lifecycle/plan.ts';
import type { LifecycleFacts } from '../../domain/lifecycle/plan-lifecycle.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { assessmentEntry } from '../../domain/sightings/entry.ts';
import type { Instant } from '../../domain/time.ts';
import type { ActingAs, ActPorts, ActResult, Looked } from './act-ports.ts';
import type { MadePlan } from './make-plan.ts';
import { lookAgain, notNow, performStep } from './perform-step.ts';
import type { Intended } from './record-act.ts';

/** What came of a step. `would`: a dry run found nothing against it. */
export interface StepReport {
  readonly step: Step;
  readonly result: ActResult['kind'] | 'would';
  readonly why?: string | undefined;
}

/** How a plan is applied. */
export interface ApplyRequest {
  readonly plan: LifecyclePlan;
  /** A plan of this moment: only what both contain is done. */
  readonly fresh: MadePlan;
  /** Without it nothing is written, sent or changed. */
  readonly isMeant: boolean;
  /** No step begins after it: then another run may hold the lease. */
  readonly until?: Instant | undefined;
}

/**
 * Does the steps of a plan, in its order, and answers what came of each. Throws where the table or the evidence cannot
 * be reached; what was begun is completed by a later plan.
 */
export async function applyPlan(
  { plan, fresh, isMeant, until }: ApplyRequest,
  ports: ActPorts,
  as: ActingAs,
  tell: (report: StepReport) => void = () => {},
): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (const checked of checkSteps(plan, fresh.plan)) {
    const { step } = checked;
    const isLate = until !== undefined && ports.clock() >= until;
    const outcome = (): Promise<Omit<StepReport, 'step'>> => {
      if (checked.kind === 'dropped') return Promise.resolve({ result: 'dropped', why: checked.why });
      if (isLate) return Promise.resolve({ result: 'dropped', why: 'this run took too long; apply the plan again' });
      return isMeant ? done(step, plan, fresh, ports, as) : tried(step, plan, ports, as);
    };
    const report = { step, ...(await outcome()) };
    reports.push(report);
    tell(report);
  }
  return reports;
}

async function done(step: Step, plan: LifecyclePlan, { facts }: MadePlan, ports: ActPorts, as: ActingAs) {
  const intendedOf = (looked: Looked) => intended(step, plan, facts, looked);
  const { kind: result, why } = await performStep(step, plan, intendedOf, ports, as);
  return { result, why };
}

async function tried(step: Step, plan: LifecyclePlan, ports: ActPorts, as: ActingAs) {
  const why = notNow(step, await lookAgain(step, plan, ports, as), plan, ports);
  return why === undefined ? ({ result: 'would' } as const) : ({ result: 'dropped', why } as const);
}

/** What is recorded before the act: who, why, what the verdict rests on, and what IAM said a moment ago. */
function intended(step: Step, plan: LifecyclePlan, facts: LifecycleFacts, looked: Looked): Intended {
  const { question, run } = facts;
  const assessment = facts.assessments.get(assessmentEntry(step));
  const { act, reason, calls, undo } = step;
  return {
    act,
    reason,
    user: recordedUser(step, assessment?.user, facts.creators.get(step.userId)?.by),
    planHash: plan.hash,
    settings: plan.settings,
    calls,
    undo,
    ...(looked.access.kind === 'answered' && { access: looked.access.value }),
    ...(assessment !== undefined && { verdict: recordedVerdict(assessment, question, run) }),
    ...(looked.approval?.kind === 'approved' && { approval: recordedApproval(looked.approval.approval) }),
    notices: looked.entries.lifecycle?.notices ?? [],
    neverRestored: [],
    ...(act === 'delete' && intendedDeletion(step, facts, looked)),
  };
}

/** What a deletion records beside: copies of what goes, how far the user was heard, and who names it. */
function intendedDeletion(
  { userId, deletes = [] }: Step,
  facts: LifecycleFacts,
  { access, entries, snapshot }: Looked,
) {
  const { watches, question, references } = facts;
  const { quarantinedAt } = entries.lifecycle ?? {};
  const found = references?.get(userId);
  return {
    calls: deletes,
    ...(snapshot?.kind === 'answered' && { snapshot: snapshot.value }),
    ...(quarantinedAt !== undefined && {
      listenedDays: listenedDays(watches, question, quarantinedAt).days,
      listened: listenedByRegion(watches, question, quarantinedAt),
    }),
    ...(found !== undefined && { references: recordedReferences(found) }),
    neverRestored: access.kind === 'answered' ? neverRestored(access.value) : [],
  };
}
