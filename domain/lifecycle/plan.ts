/** The plan of an account: who comes next on the way out, and why nobody else does. */

import type { Listening } from '../coverage/listened-days.ts';
import type { AccountId, UserId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import type { State } from '../verdict/state.ts';
import type { WaitingStep } from './decision.ts';
import type { LifecycleSettings } from './settings.ts';
import { acts, type Step } from './step.ts';
import type { Digest } from './user-access.ts';

/** The format of plans. Raise it with every change that an older version would misread. */
export const planFormat = 2;

/** A user to whom the plan does nothing, and every reason for that. */
export interface LeftAlone {
  readonly userId?: UserId | undefined;
  readonly userName: string;
  readonly verdict: State;
  readonly why: readonly string[];
  /** What would be done if a person approved it. */
  readonly waiting?: WaitingStep | undefined;
  /** How far a quarantined user is heard; only of one. */
  readonly listening?: Listening | undefined;
}

/** What is to be done to an account, as data. It does nothing by itself. */
export interface UnsealedPlan {
  readonly kind: 'lastseen-plan';
  readonly format: typeof planFormat;
  readonly accountId: AccountId;
  /** When the facts were gathered. A plan is not applied after 24 hours. */
  readonly asOf: Instant;
  /** ARN of who planned: somebody else approves. */
  readonly plannedBy: string;
  readonly thresholdDays: number;
  readonly settings: LifecycleSettings;
  readonly exemptions: readonly ExemptionRule[];
  /** How many users the account has. */
  readonly users: number;
  /** Unused users of whom nothing names an owner: the fallback hears of them, if there is one. */
  readonly withoutOwner: number;
  /** Why the window is closed now, in words. */
  readonly closed?: string | undefined;
  /** Why nobody comes nearer to a quarantine, in words; empty where that is not so. */
  readonly stops: readonly string[];
  /** In the order in which they are to be done. */
  readonly steps: readonly Step[];
  readonly leftAlone: readonly LeftAlone[];
}

/** A plan with the hash of everything else in it. */
export interface LifecyclePlan extends UnsealedPlan {
  readonly hash: string;
}

/** `1 to hold, 2 to notice`, in the order of `acts`; empty where there are no steps. */
export function stepCounts({ steps }: Pick<UnsealedPlan, 'steps'>): string {
  const counts = acts.flatMap((act) => {
    const count = steps.filter((step) => step.act === act).length;
    return count === 0 ? [] : [`${count} to ${act}`];
  });
  return counts.join(', ');
}

export function sealPlan(plan: UnsealedPlan, digest: Digest): LifecyclePlan {
  return { ...plan, hash: digest(plan) };
}
