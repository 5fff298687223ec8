import { randomUUID } from 'node:crypto';
import { parsedText } from '../../../../domain/json.ts';
import { openPlan, outdatedBecause } from '../../../../domain/lifecycle/opened-plan.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import { type Instant, plusMinutes } from '../../../../domain/time.ts';
import { userDeleter } from '../../../../infra/aws/iam-delete/user-deleter.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { canonicalDigest } from '../../../canonical-digest.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { applyPlan } from '../../../lifecycle/apply-plan.ts';
import { underLease } from '../../../lifecycle/under-lease.ts';
import { exitCodes } from '../../exit-codes.ts';
import { reportMissing } from '../../missing.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { textOfFile } from '../../text-file.ts';
import { type ActOptions, actingAs, actPortsOf } from './act-ports-of.ts';
import type { LifecycleOptions } from './lifecycle-options.ts';
import { type OpenLifecycle, planNow, withLifecycle } from './open-lifecycle.ts';
import { type Applied, appliedReport, renderApplied } from './render-apply.ts';

export interface ApplyOptions extends LifecycleOptions, ActOptions {
  readonly yes?: boolean;
}

/** Applies the plan of a file, or says what that would do, and sets the exit code. */
export async function runApply(file: string, options: ApplyOptions, context: ProgramContext): Promise<void> {
  const output = await openOutput(options, { command: 'apply', formats: ['table', 'json'] });
  const plan = await planOfFile(file);
  const { applied, missing } = await withLifecycle(options, async (open) => {
    refuseOutdated(file, plan, open);
    return alone(open, options, (until) => apply(plan, open, options, until));
  });
  const report = appliedReport(applied);
  await output.write(
    output.format === 'json' ? `${printableJson(report, 2)}\n` : renderApplied(report, output.terminal),
  );
  const hasFailed = applied.steps.some(({ result }) => result === 'failed');
  const incomplete = reportMissing(missing, options);
  context.setExitCode(hasFailed ? exitCodes.mayPass : incomplete);
}

/** Throws InputError where the file holds no plan, or one that was altered. */
async function planOfFile(file: string): Promise<LifecyclePlan> {
  const opened = openPlan(parsedText(await textOfFile(file)), canonicalDigest);
  if (opened.kind === 'ok') return opened.value;
  throw new InputError(opened.problems.map(({ todo }) => `${file}: ${todo}`).join('\n'));
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
  plan: LifecyclePlan,
  open: OpenLifecycle,
  options: ApplyOptions,
  until: Instant | undefined,
): Promise<{ readonly applied: Applied; readonly missing: readonly string[] }> {
  const { yes: isMeant = false } = options;
  const fresh = await planNow(open, options);
  const { iam } = open.session;
  const deleter = options.lifecycle?.stage === 'delete' ? userDeleter(iam) : undefined;
  const ports = { ...(await actPortsOf(iam, open.table, options)), deleter };
  const steps = await applyPlan({ plan, fresh, isMeant, until }, ports, actingAs(open.session));
  return { applied: { plan, isMeant, steps }, missing: fresh.missing };
}
