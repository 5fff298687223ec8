/** Hands a plan to the functions that act: the deletions to one, everything else to the other. */

import type { ActedPlan, ActedStep } from '../../domain/lifecycle/function/plan-report.ts';
import { type LifecyclePlan, sealPlan } from '../../domain/lifecycle/plan.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { canonicalDigest } from '../canonical-digest.ts';

/** Does the steps of a plan. Throws where no answer comes. */
export type Act = (plan: LifecyclePlan) => Promise<ActedPlan>;

/** The functions that act; each is undefined at a stage without it. */
export interface ActingFunctions {
  readonly act?: Act | undefined;
  readonly remove?: Act | undefined;
}

/** What came of the steps; undefined where nothing was to be done, or nothing acts. One works after the other. */
export async function handOver(plan: LifecyclePlan, { act, remove }: ActingFunctions): Promise<ActedPlan | undefined> {
  const isDelete = (step: Step) => step.act === 'delete';
  const parts = [
    { steps: plan.steps.filter((step) => !isDelete(step)), by: act },
    { steps: plan.steps.filter(isDelete), by: remove },
  ];
  const outcomes: { readonly steps: readonly Step[]; readonly acted: ActedPlan }[] = [];
  for (const { steps, by } of parts) {
    if (steps.length > 0 && by !== undefined) outcomes.push({ steps, acted: await by(partOf(plan, steps)) });
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
