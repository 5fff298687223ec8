import { randomUUID } from 'node:crypto';
import { approvedSince } from '../../../../domain/lifecycle/acting/standing-steps.ts';
import { outdatedBecause } from '../../../../domain/lifecycle/opened-plan.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import { type Instant, plusMinutes } from '../../../../domain/time.ts';
import { userDeleter } from '../../../../infra/aws/iam-delete/user-deleter.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { applyPlan } from '../../../lifecycle/apply-plan.ts';
import { approvalPorts } from '../../../lifecycle/approvals/approval-ports.ts';
import { type MergedFile, withMergedFile } from '../../../lifecycle/approvals/merged-file.ts';
import { underLease } from '../../../under-lease.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark, reportMissing } from '../../missing.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { type ActOptions, actingAs, actPortsOf } from './act-ports-of.ts';
import { mergedSteps, onlySteps, unknownSteps } from './approvals/merged-steps.ts';
import { planOfFile } from './approvals/plan-of-file.ts';
import type { LifecycleOptions } from './lifecycle-options.ts';
import { type OpenLifecycle, planNow, withLifecycle } from './open-lifecycle.ts';
import { type Applied, appliedReport, renderApplied } from './render-apply.ts';

export interface ApplyOptions extends LifecycleOptions, ActOptions {
  readonly yes?: boolean;
  /** A file of steps that was merged, in place of a plan. */
  readonly steps?: string;
  readonly reason?: string;
}

/** What is applied: a plan, or the steps of a merged file that stand now. */
type ToApply = { readonly plan: LifecyclePlan } | { readonly plan: undefined; readonly merged: MergedFile };

/** Applies the plan of a file or the steps of a merged one, or says what that would do, and sets the exit code. */
export async function runApply(
  file: string | undefined,
  options: ApplyOptions,
  context: ProgramContext,
): Promise<void> {
  const output = await openOutput(options, { command: 'apply', formats: ['table', 'json'] });
  const toApply = await toApplyOf(file, options);
  const { applied, missing } = await withLifecycle(options, async (open) => {
    if (toApply.plan !== undefined) refuseOutdated(`${file}`, toApply.plan, open);
    return alone(open, options, (until) => apply(toApply, open, options, until));
  });
  const report = appliedReport(applied);
  await output.write(
    output.format === 'json' ? `${printableJson(report, 2)}\n` : renderApplied(report, output.terminal),
  );
  const hasFailed = applied.steps.some(({ result }) => result === 'failed');
  const incomplete = reportMissing(missing, options);
  context.setExitCode(hasFailed ? exitCodes.mayPass : incomplete);
}

async function toApplyOf(file: string | undefined, options: ApplyOptions): Promise<ToApply> {
  const { steps } = options;
  if ((file === undefined) === (steps === undefined)) throw new InputError('give the file of a plan, or --steps FILE');
  if (steps !== undefined) return { plan: undefined, merged: await mergedSteps(steps, options) };
  return { plan: await planOfFile(`${file}`) };
}

function refuseOutdated(file: string, plan: LifecyclePlan, { request }: OpenLifecycle): void {
  const { accountId, settings, exemptions, question } = request;
  const context = { accountId, settings, exemptions, thresholdDays: question.thresholdDays, now: clockTime() };
  const why = outdatedBecause(plan, context);
  if (why.length > 0) throw new InputError(why.map((each) => `${file}: ${each}; plan anew`).join('\n'));
}

/** No step begins in the last minutes of the lease, so that it is over before another run takes it. */
const [leaseMinutes, lastMinutes] = [30, 5];

/** Works while no other run does. A dry run does not need to. Throws LiveFailure where another one is at work. */
async function alone<T>(
  { table, session }: OpenLifecycle,
  { yes = false }: ApplyOptions,
  work: (until?: Instant) => Promise<T>,
): Promise<T> {
  const { lease } = table;
  if (!yes || lease === undefined) return work();
  const { accountId } = session;
  const owner = `apply ${randomUUID()}`;
  const now = clockTime();
  const until = plusMinutes(now, leaseMinutes - lastMinutes);
  const worked = await underLease(lease, { accountId, owner, now, minutes: leaseMinutes }, () => work(until));
  if (worked.kind === 'done') return worked.value;
  const words = `another run works on account ${accountId} until ${worked.until} at the latest; apply again after it`;
  throw new LiveFailure(words, true, undefined);
}

async function apply(
  toApply: ToApply,
  open: OpenLifecycle,
  options: ApplyOptions,
  until: Instant | undefined,
): Promise<{ readonly applied: Applied; readonly missing: readonly string[] }> {
  const { yes: isMeant = false } = options;
  const merged = toApply.plan === undefined ? toApply.merged : undefined;
  const stored = approvalPorts(open.table);
  const approvals = merged === undefined ? stored : withMergedFile(stored, merged);
  const fresh = await planNow(open, options, approvals);
  const plan = toApply.plan ?? onlySteps(fresh.plan, toApply.merged);
  const { iam } = open.session;
  const deleter = options.lifecycle?.stage === 'delete' ? userDeleter(iam) : undefined;
  const ports = { ...(await actPortsOf(iam, open.table, options, approvals)), deleter };
  for (const userName of approvedSince(plan, fresh.plan)) {
    remark(`${userName} was approved after this plan was made: plan anew, then apply that`, options);
  }
  const steps = await applyPlan({ plan, fresh, isMeant, until }, ports, actingAs(open.session));
  const unknown = merged === undefined ? [] : unknownSteps(fresh.plan, merged);
  return { applied: { plan, isMeant, steps, unknown }, missing: fresh.missing };
}
