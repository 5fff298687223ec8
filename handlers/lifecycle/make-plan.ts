/** Gathers what a plan needs, and makes it. */

import type { AccountId } from '../../domain/ids.ts';
import { type LifecyclePlan, sealPlan } from '../../domain/lifecycle/plan.ts';
import {
  type LifecycleFacts,
  type LifecycleRequest,
  planLifecycle,
  usersToRead,
} from '../../domain/lifecycle/plan-lifecycle.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import type { Question } from '../../domain/question.ts';
import { shrinkageOf } from '../../domain/reconcile/inventory-guard.ts';
import { nothingUnreadable, reconcile } from '../../domain/reconcile/reconciliation.ts';
import { allReferencesIn } from '../../domain/references/stored-references.ts';
import { askForKeys } from '../ask-for-keys.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { liveInventory } from '../scan/live-inventory.ts';
import type { PlanPorts } from './lifecycle-ports.ts';

/** The account, the question, and what the customer decided. */
export interface PlanRequest extends LifecycleRequest {
  readonly accountId: AccountId;
  readonly question: Question;
  /** ARN of who plans. */
  readonly plannedBy: string;
}

/** A plan, the facts that it rests on, and what IAM did not answer, in words. */
export interface MadePlan {
  readonly plan: LifecyclePlan;
  readonly facts: LifecycleFacts;
  readonly missing: readonly string[];
}

/** Judges every user anew, from IAM's present answers and the table, and plans. It writes nowhere. */
export async function makePlan(request: PlanRequest, ports: PlanPorts): Promise<MadePlan> {
  const { facts, missing } = await gatherLifecycle(request, ports);
  const read = await ports.userAccess(usersToRead(facts, request, canonicalDigest));
  const { settings, exemptions } = request;
  return {
    plan: sealPlan(planLifecycle(facts, { settings, exemptions }, read, canonicalDigest), canonicalDigest),
    facts,
    missing,
  };
}

/** The facts of this moment, and what IAM did not answer, in words. */
export interface GatheredLifecycle {
  readonly facts: LifecycleFacts;
  readonly missing: readonly string[];
}

/** Gathers what IAM and the table say about every user and its way out. */
export async function gatherLifecycle(
  { accountId, question, exemptions, plannedBy }: PlanRequest,
  ports: Omit<PlanPorts, 'userAccess'>,
): Promise<GatheredLifecycle> {
  const stored = await ports.table.readAccount(accountId);
  const items = await ports.table.readLifecycles(accountId);
  const entries = lifecycleEntriesOf(items, canonicalDigest);
  const inventory = liveInventory(await ports.gatherInventory(), stored, question);
  const keys = await askForKeys(inventory.users, stored, question, ports, () => true);
  const access = await ports.accountAccess();
  const { assessments } = reconcile(stored, keys.users, exemptions, nothingUnreadable, question);
  const shrunk = shrinkageOf(stored, keys.users.length);
  const doubts =
    shrunk === undefined ? [] : [`IAM lists ${shrunk.to} users, and ${shrunk.from} were there at the latest run`];
  const refused = access.kind === 'failed' ? [`what users may do could not be read (${access.failure.why})`] : [];
  const facts = {
    accountId,
    question,
    assessments,
    run: stored.run,
    access,
    creators: stored.creators,
    watches: stored.watches,
    references: allReferencesIn(items),
    entries,
    approvals: { byStep: await ports.approvals(accountId), actors: [plannedBy] },
    plannedBy,
    doubts,
  };
  return { facts, missing: [...inventory.missing, ...keys.missing, ...refused] };
}
