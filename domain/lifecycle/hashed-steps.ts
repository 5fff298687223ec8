/** The steps of a plan that a person may approve or list by their hashes. */

import { type StepTerms, stepHash } from '../approvals/step-terms.ts';
import type { UserId } from '../ids.ts';
import type { WaitingStep } from './decision.ts';
import type { UnsealedPlan } from './plan.ts';
import type { Step } from './step.ts';
import type { Digest } from './user-access.ts';

/** A step of a plan, or one that waits for an approval. */
export interface HashedStep extends WaitingStep {
  readonly userId: UserId;
  readonly userName: string;
  /** Whether a person must approve it, or has done so. */
  readonly needsApproval: boolean;
}

/** The steps of the plan in their order, then those that wait. */
export function hashedSteps({ steps, leftAlone }: Pick<UnsealedPlan, 'steps' | 'leftAlone'>): HashedStep[] {
  const standing = steps.map(({ act, hash, fingerprint, userId, userName, points, needsApproval = false }) => {
    return { act, hash, fingerprint, userId, userName, needsApproval, ...(points && { points }) };
  });
  const waiting = leftAlone.flatMap(({ userId, userName, waiting: step }) =>
    userId === undefined || step === undefined ? [] : [{ ...step, userId, userName, needsApproval: true }],
  );
  return [...standing, ...waiting];
}

/** What the hash of a step of that plan is of. */
export function termsIn(
  { accountId, thresholdDays, settings }: Pick<UnsealedPlan, 'accountId' | 'thresholdDays' | 'settings'>,
  { userId, act, fingerprint }: Pick<Step, 'userId' | 'act' | 'fingerprint'>,
): StepTerms {
  return { accountId, userId, act, ...(fingerprint !== undefined && { fingerprint }), thresholdDays, settings };
}

/** Whether every hash is of what the plan says. */
export function hasOwnHashes(plan: UnsealedPlan, digest: Digest): boolean {
  return hashedSteps(plan).every((step) => step.hash === stepHash(termsIn(plan, step), digest));
}
