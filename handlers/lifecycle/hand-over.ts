/** Hands a plan to the functions that act: the deletions to one, everything else to the other. */

import type { ActedPlan, ActedStep } from '../../domain/lifecycle/function/plan-report.ts';
import { type LifecyclePlan, sealPlan } from '../../domain/lifecycle/plan.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { canonicalDigest } from '../canonical-digest.ts';

/** Does the steps of a plan. Throws where no answer comes. */
export type Act = (plan: LifecyclePlan) => Promise<ActedPlan>;

/** The functions that act, and the word that a plan is ours; each function is undefined at a stage without it. */
export interface ActingFunctions {
  readonly act?: Act | undefined;
  readonly remove?: Act | undefined;
  /** Says where others cannot write that this plan is handed over. Throws where that fails. */
  readonly vouchFor: (planHash: string) => Promise<void>;
}

/** What came of the steps; undefined where nothing was to be done, or nothing acts. One works after the other. */
export async function handOver(plan: LifecyclePlan, functions: ActingFunctions): Promise<ActedPlan | undefined> {
  const { act, remove, vouchFor } = functions;
  const isDelete = (step: Step) => step.act === 'delete';
  const parts = [
    { steps: plan.steps.filter((step) => !isDelete(step)), by: act },
    { steps: plan.steps.filter(isDelete), by: remove },
  ];
  const outcomes: { readonly steps: readonly Step[]; readonly acted: ActedPlan }[] = [];
  for (const { steps, by } of parts) {
    if (steps.length === 0 || by === undefined) continue;
    const part = partOf(plan, steps);
    await vouchFor(part.hash);
    outcomes.push({ steps, acted: await by(part) });
  }
  const [first, ...others] = outcomes;
  return others.length === 0 ? first?.acted : { kind: 'acted', steps: outcomes.flatMap(stepsOf) };
}

/** The part of a plan that acts, within the 6 MB of an invocation for any account. */
function partOf({ hash: _, ...plan }: LifecyclePlan, steps: readonly Step[]): LifecyclePlan {
  return sealPlan({ ...plan, steps, leftAlone: [] }, canonicalDigest);
}

/** Each step by itself: one function may have acted, and the other not. */
function stepsOf({ steps, acted }: { readonly steps: readonly Step[]; readonly acted: ActedPlan }): ActedStep[] {
  if (acted.kind === 'acted') return [...acted.steps];
  const why = acted.kind === 'busy' ? `another run works until ${acted.heldUntil}` : acted.why.join('; ');
  return steps.map(({ act, userId }) => ({ act, userId, result: 'dropped', why }));
}
