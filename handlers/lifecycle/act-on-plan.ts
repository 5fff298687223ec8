/** The flow of the function that acts: it does what a plan says, where the table and IAM say the same without it. */

import { answered } from '../../domain/answer.ts';
import { approvableActs } from '../../domain/approvals/approval-request.ts';
import type { StoredApproval } from '../../domain/approvals/standing-approval.ts';
import type { AccountId, UserId } from '../../domain/ids.ts';
import type { StandingAccess } from '../../domain/lifecycle/account-access.ts';
import type { ActedPlan, ActedStep } from '../../domain/lifecycle/function/plan-report.ts';
import { openPlan, outdatedBecause } from '../../domain/lifecycle/opened-plan.ts';
import { type LifecyclePlan, sealPlan } from '../../domain/lifecycle/plan.ts';
import { type LifecycleFacts, type LifecycleRequest, planLifecycle } from '../../domain/lifecycle/plan-lifecycle.ts';
import { grantsIamWriting } from '../../domain/lifecycle/policies/iam-writing.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import type { ReadAccess } from '../../domain/lifecycle/step-draft.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import { isDenyAll, type UserAccess } from '../../domain/lifecycle/user-access.ts';
import { nothingUnreadable, reconcile } from '../../domain/reconcile/reconciliation.ts';
import { allReferencesIn } from '../../domain/references/stored-references.ts';
import { knownUsers } from '../../domain/table/stored-account.ts';
import { type Instant, plusMinutes } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import type { PlanRuns } from '../../infra/ports/plan-runs.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { underLease } from '../under-lease.ts';
import type { ActingAs, ActPorts } from './act-ports.ts';
import { applyPlan } from './apply-plan.ts';

/** Whose plan it must be, with what settings, and who acts. */
export interface ActOnPlanRequest extends LifecycleRequest, ActingAs {
  readonly now: Instant;
  readonly thresholdDays: number;
  /** The same for every attempt of one run. */
  readonly runId: string;
}

export interface ActOnPlanPorts extends ActPorts {
  readonly table: ActPorts['table'] & Pick<LastSeenTable, 'readAccount'> & Pick<LifecycleStore, 'readLifecycles'>;
  readonly vouchedPlan: PlanRuns['vouchedPlan'];
  readonly lease: RunLease;
  /** IAM's answers about these users. Never throws: each failure is in the answer. */
  readonly userAccess: (users: readonly Pick<Step, 'userId' | 'userName'>[]) => Promise<ReadAccess>;
}

/** Longer than the longest run that Lambda allows, 15 minutes; no step begins in the last of them. */
const leaseMinutes = 20;
const actingMinutes = 12;

/**
 * Does the steps of a plan under the lease of the account. Throws where the table or the evidence cannot be reached;
 * what was begun is completed by a later plan.
 */
export async function actOnPlan(given: unknown, request: ActOnPlanRequest, ports: ActOnPlanPorts): Promise<ActedPlan> {
  const { accountId, runId, now } = request;
  const opened = openPlan(given, canonicalDigest);
  if (opened.kind === 'wrong') return { kind: 'refused', why: opened.problems.map(({ todo }) => `the plan ${todo}`) };
  const outdated = outdatedBecause(opened.value, request);
  if (outdated.length > 0) return { kind: 'refused', why: outdated };
  const terms = { accountId, owner: runId, now, minutes: leaseMinutes };
  const acted = await underLease(ports.lease, terms, () => actAlone(opened.value, request, ports));
  return acted.kind === 'held' ? { kind: 'busy', heldUntil: acted.until } : { kind: 'acted', steps: acted.value };
}

async function actAlone(plan: LifecyclePlan, request: ActOnPlanRequest, ports: ActOnPlanPorts): Promise<ActedStep[]> {
  const fresh = await planByItself(plan, request, ports);
  const until = plusMinutes(request.now, actingMinutes);
  const reports = await applyPlan({ plan, fresh, isMeant: true, until }, ports, request);
  return reports.map(({ step: { act, userId }, result, why = null }) => ({ act, userId, result, why }));
}

/**
 * The plan that the table and IAM's answers about these users make, without the plan that was given. A forged plan does
 * nothing that this one does not do, and a forged table nothing that the given one does not.
 */
async function planByItself(given: LifecyclePlan, request: ActOnPlanRequest, ports: ActOnPlanPorts) {
  const { accountId, actor, now, thresholdDays, settings, exemptions } = request;
  const { steps, plannedBy } = given;
  const stored = await ports.table.readAccount(accountId);
  const items = await ports.table.readLifecycles(accountId);
  const entries = lifecycleEntriesOf(items, canonicalDigest);
  const question = { now, thresholdDays, regions: stored.run?.regions };
  const { assessments } = reconcile(stored, knownUsers(stored), exemptions, nothingUnreadable, question);
  const read = await ports.userAccess(steps);
  const isVouched = (await ports.vouchedPlan(accountId)) === given.hash;
  const access = answered(standingAccess(read, steps, isVouched));
  const { run, creators, watches } = stored;
  const seen = { assessments, run, access, creators, watches, entries, references: allReferencesIn(items) };
  const approvals = { byStep: await approvalsFor(steps, accountId, ports), actors: [actor, plannedBy] };
  const facts: LifecycleFacts = { accountId, question, ...seen, approvals, plannedBy, isPartial: true, doubts: [] };
  const plan = sealPlan(planLifecycle(facts, { settings, exemptions }, read, canonicalDigest), canonicalDigest);
  return { plan, facts, missing: [] };
}

/** The approvals of the steps that may need one. */
async function approvalsFor(steps: readonly Step[], accountId: AccountId, { approvalsOf }: ActOnPlanPorts) {
  const byStep = new Map<string, readonly StoredApproval[]>();
  const mayNeedOne = steps.filter(({ act }) => approvableActs.some((each) => each === act));
  for (const { hash } of mayNeedOne) byStep.set(hash, await approvalsOf(accountId, hash));
  return byStep;
}

/**
 * Policies of groups and of the customer were weighed by the function that plans: this role cannot read them. Who needs
 * an approval by a plan needs one here. Where it did not vouch for the plan, whatever cannot be weighed here may change
 * IAM, and needs one too.
 */
function standingAccess(
  read: ReadAccess,
  steps: readonly Step[],
  isVouched: boolean,
): ReadonlyMap<UserId, StandingAccess> {
  const known = [...read].flatMap(([userId, answer]) => {
    if (answer.kind === 'failed') return [];
    const needsOne = steps.some((step) => step.userId === userId && step.needsApproval === true);
    return [[userId, standingOf(answer.value, needsOne, isVouched)] as const];
  });
  return new Map(known);
}

function standingOf(access: UserAccess, needsApproval: boolean, isVouched: boolean): StandingAccess {
  const { attachedPolicies, inlinePolicies, groups } = access;
  const isUnweighed = groups.length > 0 || attachedPolicies.some((arn) => !isDenyAll(arn));
  const changesIam =
    needsApproval ||
    attachedPolicies.some((arn) => administrators.test(arn)) ||
    inlinePolicies.some(({ document }) => grantsIamWriting(document) !== false) ||
    (isUnweighed && !isVouched);
  return { attachedPolicies, groups, unheard: [], changesIam };
}

/** The policies of AWS that let somebody change IAM. */
const administrators = /:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/;
