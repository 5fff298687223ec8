import { approvableActs, type NamedStep } from '../../../../../domain/approvals/approval-request.ts';
import { type HashedStep, hashedSteps } from '../../../../../domain/lifecycle/hashed-steps.ts';
import type { LifecyclePlan } from '../../../../../domain/lifecycle/plan.ts';
import { InputError } from '../../../../input-error.ts';
import type { LifecycleOptions } from '../lifecycle-options.ts';
import { planNow, withLifecycle } from '../open-lifecycle.ts';
import { planOfFile } from './plan-of-file.ts';

/** The steps that are to be approved, and the plan that they are of. */
export interface ToApprove {
  readonly plan: LifecyclePlan;
  readonly steps: readonly NamedStep[];
  /** Whether the plan is of a file: who made it cannot approve it. */
  readonly isOfFile: boolean;
}

/**
 * The steps by the beginning of a hash, of the plan of this moment; or those of a plan's file that need an approval,
 * of all users or of these. Throws InputError where there is none, or the digits fit several.
 */
export async function stepsToApprove(
  what: string,
  users: readonly string[],
  options: LifecycleOptions,
): Promise<ToApprove> {
  if (!/^[0-9a-f]{6,64}$/.test(what)) {
    const plan = await planOfFile(what);
    return { plan, steps: ofUsers(approvable(plan), users, what), isOfFile: true };
  }
  const { plan } = await withLifecycle(options, (open) => planNow(open, options));
  const found = approvable(plan).filter(({ hash }) => hash.startsWith(what));
  if (found.length === 0)
    throw new InputError(`${what}: no step of the plan that waits has this hash; lastseen plan shows them`);
  if (found.length > 1) throw new InputError(`${what}: ${found.length} steps begin with it; give more digits`);
  return { plan, steps: ofUsers(found, users, what), isOfFile: false };
}

const approvable = (plan: LifecyclePlan): HashedStep[] =>
  hashedSteps(plan).filter(({ act, needsApproval }) => needsApproval && approvableActs.some((each) => each === act));

function ofUsers(steps: readonly HashedStep[], users: readonly string[], what: string): NamedStep[] {
  const isOf =
    (user: string) =>
    ({ userId, userName }: HashedStep) =>
      userId === user || userName.toLowerCase() === user.toLowerCase();
  const absent = users.filter((user) => !steps.some(isOf(user)));
  if (absent.length > 0)
    throw new InputError(absent.map((user) => `${user}: no step of ${what} about it needs an approval`).join('\n'));
  const chosen = users.length === 0 ? steps : steps.filter((step) => users.some((user) => isOf(user)(step)));
  if (chosen.length === 0) throw new InputError(`${what}: no step of it needs an approval`);
  return chosen.map(({ hash, act, userId, userName, fingerprint }) => {
    return { hash, act, userId, userName, ...(fingerprint !== undefined && { fingerprint }) };
  });
}
