/** Which steps of a plan still stand when it is applied. */

import { isSameData } from '../../same-data.ts';
import type { LifecyclePlan } from '../plan.ts';
import { isApproach, type Step } from '../step.ts';

/** A step that may be tried, or one that is dropped and why, in words. */
export type CheckedStep =
  | { readonly kind: 'stands'; readonly step: Step }
  | { readonly kind: 'dropped'; readonly step: Step; readonly why: string };

/**
 * The steps of a plan, each compared with a plan that was made a moment ago from what IAM and the table say now. Only
 * what both contain stands: stops, caps and verdicts are counted again, and a plan that somebody forged can do nothing
 * that the program would not do by itself.
 */
export function checkSteps(plan: LifecyclePlan, fresh: LifecyclePlan): CheckedStep[] {
  return plan.steps.map((step) => {
    const why = goneBecause(step, fresh);
    return why === undefined ? { kind: 'stands', step } : { kind: 'dropped', step, why };
  });
}

function goneBecause(step: Step, { steps, leftAlone, stops }: LifecyclePlan): string | undefined {
  const now = steps.find(({ userId }) => userId === step.userId);
  if (now !== undefined)
    return now.act === step.act ? differences(step, now) : `now it is to ${now.act}: ${now.reason}`;
  const left = leftAlone.find(({ userId }) => userId === step.userId);
  if (left === undefined) return 'IAM lists no such user any more';
  return [...left.why, ...stops].join('; ') || `it is ${left.verdict}`;
}

/** What must be the same, and how it is called. */
type Compared = readonly (readonly [keyof Step, string])[];

const always: Compared = [
  ['version', 'its lifecycle'],
  ['userName', 'its name'],
  ['arn', 'its path'],
];

/** Activity and access bind only an act that rests on them: not one that says that a user is gone. */
const ofApproach: Compared = [
  ...always,
  ['owner', 'its owner'],
  ['lastActivity', 'its last activity'],
  ['fingerprint', 'its access or the last use of a key'],
  ['deletes', 'what it holds'],
  ['needsApproval', 'whether it needs an approval'],
];

function differences(planned: Step, now: Step): string | undefined {
  const isOfAccess = isApproach(planned.act) && planned.deletes?.length !== 0;
  const compared = isOfAccess ? ofApproach : always;
  const differing = compared.filter(([field]) => !isSameData(planned[field], now[field])).map(([, word]) => word);
  return differing.length === 0 ? undefined : `${differing.join(', ')} changed since the plan`;
}

/** Whose step waits in a plan and is one of a later plan. The earlier one does not contain it, so it is not done. */
export function approvedSince({ leftAlone }: LifecyclePlan, fresh: LifecyclePlan): string[] {
  const now = new Set(fresh.steps.map(({ hash }) => hash));
  return leftAlone.flatMap(({ userName, waiting }) =>
    waiting !== undefined && now.has(waiting.hash) ? [userName] : [],
  );
}
