/** The flow of the daily run over a tenant of another provider: read, over several invocations; decide; act. */

import type { AccountSkip } from '../../domain/accounts/account-settings.ts';
import { endedSkipWords, notJudgedWords, termsOfAccount } from '../../domain/accounts/account-terms.ts';
import { accountMetric } from '../../domain/alerts/metrics.ts';
import type { Failure } from '../../domain/answer.ts';
import { isPatient, type NextStep, planStep } from '../../domain/providers/tenant-run.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { underLease } from '../under-lease.ts';
import { type JudgedTenant, judgeTenant } from './judge-tenant.ts';
import { OutOfTime } from './out-of-time.ts';
import { remembering } from './remembering.ts';
import type { ReadTenant, TenantRequest, TenantRunPorts } from './tenant-run-ports.ts';

export type TenantOutcome =
  /** The run of today is finished; nothing was asked. */
  | { readonly kind: 'resting'; readonly latest: Instant }
  /** Another invocation is at work. */
  | { readonly kind: 'busy'; readonly heldUntil: string }
  /** The time is over; the next invocation continues. */
  | { readonly kind: 'unfinished'; readonly startedAt: Instant }
  /** The tenant does not answer wholly; the next invocation asks again. Nobody is judged by a part of a list. */
  | { readonly kind: 'waiting'; readonly startedAt: Instant; readonly failures: readonly Failure[] }
  /** People decided that nobody of the tenant is judged for now. */
  | { readonly kind: 'skipped'; readonly skip: AccountSkip }
  | Extract<JudgedTenant, { readonly kind: 'shrunk' }>
  /** `notes` say what no longer holds, in words. */
  | (Extract<JudgedTenant, { readonly kind: 'done' }> & { readonly notes: readonly string[] });

/** Longer than the longest invocation that Lambda allows, 15 minutes. */
const leaseMinutes = 20;

/**
 * One invocation of the daily run. Killed anywhere, the next one continues from what was answered, and ends in the same
 * table. One digest reports each change; it comes again, under the same id, only where an invocation dies after it
 * published the digest and before it said so. Throws where the table, the metrics or a message failed.
 */
export async function runTenant(request: TenantRequest, ports: TenantRunPorts): Promise<TenantOutcome> {
  const { accountId, question, requestId: owner, isAsked } = request;
  const [unfinished, latest] = await Promise.all([
    ports.answers.unfinished(accountId),
    ports.latest.readLatestRun(accountId),
  ]);
  const step = planStep({ unfinished, latest, isAsked }, question.now);
  if (step.kind === 'rest') return { kind: 'resting', latest: step.latest };
  const terms = { accountId, owner, now: question.now, minutes: leaseMinutes };
  const done = await underLease(ports.lease, terms, () => runAlone(request, step, ports));
  return done.kind === 'held' ? { kind: 'busy', heldUntil: done.until } : done.value;
}

async function runAlone(request: TenantRequest, step: NextStep, ports: TenantRunPorts): Promise<TenantOutcome> {
  const { accountId, question } = request;
  const stored = await ports.table.readAccount(accountId);
  const terms = termsOfAccount(accountId, request, stored.settings);
  if (terms.kind === 'unreadable') throw new Error(notJudgedWords(accountId, terms));
  if (terms.kind === 'skipped') return skipped(request, ports, terms.skip);
  const startedAt = await openReading(request, step, ports);
  const { thresholdDays } = terms.question;
  const asked = { ...request, question: { now: startedAt, thresholdDays }, exemptions: terms.exemptions };
  const read = await readOrRunOut(asked, ports, stored);
  if (read === undefined) return { kind: 'unfinished', startedAt };
  if (read.failures.length > 0 && isPatient(startedAt, question.now)) return wait(asked, ports, read);
  if (!request.hasTimeToJudge()) return { kind: 'unfinished', startedAt };
  const outcome = await judgeTenant(asked, question.now, stored, read, ports);
  await finish(request, ports);
  const notes = terms.endedSkip === undefined ? [] : [endedSkipWords(accountId, terms.endedSkip)];
  return outcome.kind === 'done' ? { ...outcome, notes } : outcome;
}

/** The run is complete: what it leaves out, people decided. */
async function skipped(request: TenantRequest, ports: TenantRunPorts, skip: AccountSkip): Promise<TenantOutcome> {
  await ports.putMetrics(accountMetric(request, 'ReconcileCompleted', 1), request.question.now);
  await finish(request, ports);
  return { kind: 'skipped', skip };
}

/** Another invocation may have begun since the step was planned: then its run is continued. */
async function openReading(
  { accountId, question }: TenantRequest,
  step: NextStep,
  { answers }: TenantRunPorts,
): Promise<Instant> {
  const unfinished = await answers.unfinished(accountId);
  const isOurs = unfinished === undefined || (step.kind === 'begin' && unfinished === step.givenUp);
  if (isOurs) await answers.begin(accountId, question.now);
  return isOurs ? question.now : unfinished;
}

async function readOrRunOut(
  { accountId, question, hasTimeToRead }: TenantRequest,
  { readTenant, answers }: TenantRunPorts,
  stored: StoredAccount,
): Promise<ReadTenant | undefined> {
  const remember = remembering(accountId, answers, hasTimeToRead);
  try {
    return await readTenant({ stored, question, remember });
  } catch (error) {
    if (error instanceof OutOfTime) return undefined;
    throw error;
  }
}

/** A link to the next page may have ended while nobody followed it: then the next invocation reads from the start. */
async function wait(
  { accountId, question }: TenantRequest,
  { answers }: TenantRunPorts,
  { failures }: ReadTenant,
): Promise<TenantOutcome> {
  if (failures.some(({ kind }) => kind === 'refused')) await answers.forget(accountId);
  return { kind: 'waiting', startedAt: question.now, failures };
}

/** An invocation that dies here is followed by one that asks nobody, changes nothing and removes the answers. */
async function finish({ accountId, question }: TenantRequest, { latest, answers }: TenantRunPorts): Promise<void> {
  await latest.putLatestRun(accountId, question.now);
  await answers.end(accountId);
}
