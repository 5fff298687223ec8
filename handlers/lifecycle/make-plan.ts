/** Gathers what a plan needs, and makes it. */

import type { AccountId } from '../../domain/ids.ts';
import type { LifecycleEntries } from '../../domain/lifecycle/lifecycle.ts';
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
import { askForKeys } from '../ask-for-keys.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { liveInventory } from '../scan/live-inventory.ts';
import type { PlanPorts } from './lifecycle-ports.ts';

/** The account, the question, and what the customer decided. */
export interface PlanRequest extends LifecycleRequest {
  readonly accountId: AccountId;
  readonly question: Question;
}

/** A plan, the lifecycles that it rests on, and what IAM did not answer, in words. */
export interface MadePlan {
  readonly plan: LifecyclePlan;
  readonly entries: LifecycleEntries;
  readonly missing: readonly string[];
}

/** Judges every user anew, from IAM's present answers and the table, and plans. It writes nowhere. */
export async function makePlan(request: PlanRequest, ports: PlanPorts): Promise<MadePlan> {
  const { facts, missing } = await gather(request, ports);
  const read = await ports.userAccess(usersToRead(facts, request));
  const { settings, exemptions } = request;
  return {
    plan: sealPlan(planLifecycle(facts, { settings, exemptions }, read, canonicalDigest), canonicalDigest),
    entries: facts.entries,
    missing,
  };
}

async function gather(
  { accountId, question, exemptions }: PlanRequest,
  ports: PlanPorts,
): Promise<{ readonly facts: LifecycleFacts; readonly missing: readonly string[] }> {
  const stored = await ports.table.readAccount(accountId);
  const entries = lifecycleEntriesOf(await ports.table.readLifecycles(accountId), canonicalDigest);
  const inventory = liveInventory(await ports.gatherInventory(), stored, question);
  const keys = await askForKeys(inventory.users, stored, question, ports, () => true);
  const access = await ports.accountAccess();
  const { assessments } = reconcile(stored, keys.users, exemptions, nothingUnreadable, question);
  const shrunk = shrinkageOf(stored, keys.users.length);
  const doubts =
    shrunk === undefined ? [] : [`IAM lists ${shrunk.to} users, and ${shrunk.from} were there at the latest run`];
  const refused = access.kind === 'failed' ? [`what users may do could not be read (${access.failure.why})`] : [];
  const facts = { accountId, question, assessments, run: stored.run, access, entries, doubts };
  return { facts, missing: [...inventory.missing, ...keys.missing, ...refused] };
}
