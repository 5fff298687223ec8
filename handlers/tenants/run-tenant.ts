/** The flow of the daily run over a tenant of another provider: read, over as many invocations as it takes; decide; act. */

import type { AccountSkip } from '../../domain/accounts/account-settings.ts';
import { endedSkipWords, notJudgedWords, termsOfAccount } from '../../domain/accounts/account-terms.ts';
import { accountMetric } from '../../domain/alerts/metrics.ts';
import { answered, type Failure } from '../../domain/answer.ts';
import { isPatient, planStep } from '../../domain/providers/tenant-run.ts';
import { type Shrinkage, shrinkageOf } from '../../domain/reconcile/inventory-guard.ts';
import { planRun, type RunPlan, type RunQuestion } from '../../domain/reconcile/run-plan.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import type { KeptReading } from '../../infra/ports/tenants/kept-answers.ts';
import { actOnRun } from '../reconcile/act-on-run.ts';
import { underLease } from '../under-lease.ts';
import { OutOfTime } from './out-of-time.ts';
import { remembering } from './remembering.ts';
import type { ReadTenant, TenantRunPorts } from './tenant-run-ports.ts';

/** One invocation: the question, and whether a run is asked for. */
export interface TenantRequest
  extends Pick<RunQuestion, 'accountId' | 'stackName' | 'tableName' | 'question' | 'exemptions'> {
  /** The same for every attempt of one invocation. */
  readonly requestId: string;
  /** Whether the daily schedule, or a person, asks for a run now. */
  readonly isAsked: boolean;
  /** A person confirmed that a list of less than half of the last run's users is right. */
  readonly acceptShrunkInventory: boolean;
  /** Whether there is still time for a request to the tenant. */
  readonly hasTimeToRead: () => boolean;
  /** Whether there is still time to judge and to write. */
  readonly hasTimeToJudge: () => boolean;
}

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
  /** The run stopped before it judged anybody. */
  | { readonly kind: 'shrunk'; readonly shrinkage: Shrinkage }
  | { readonly kind: 'done'; readonly plan: RunPlan; readonly notes: readonly string[] };

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
  const done = await underLease(ports.lease, terms, () => runAlone(request, ports));
  return done.kind === 'held' ? { kind: 'busy', heldUntil: done.until } : done.value;
}

async function runAlone(request: TenantRequest, ports: TenantRunPorts): Promise<TenantOutcome> {
  const { accountId } = request;
  const stored = await ports.table.readAccount(accountId);
  const terms = termsOfAccount(accountId, request, stored.settings);
  if (terms.kind === 'unreadable') throw new Error(notJudgedWords(accountId, terms));
  if (terms.kind === 'skipped') return skipped(request, ports, terms.skip);
  const asked = { ...request, question: terms.question, exemptions: terms.exemptions };
  const kept = await openReading(asked, ports);
  const read = await readOrRunOut(asked, ports, stored, kept);
  if (read === undefined) return { kind: 'unfinished', startedAt: kept.startedAt };
  if (read.failures.length > 0 && isPatient(kept.startedAt, request.question.now))
    return wait(asked, ports, kept, read);
  if (!request.hasTimeToJudge()) return { kind: 'unfinished', startedAt: kept.startedAt };
  const outcome = await judge(asked, ports, stored, read);
  await finish(asked, ports);
  const notes = terms.endedSkip === undefined ? [] : [endedSkipWords(accountId, terms.endedSkip)];
  return outcome.kind === 'done' ? { ...outcome, notes } : outcome;
}

/** The run is complete: what it leaves out, people decided. */
async function skipped(request: TenantRequest, ports: TenantRunPorts, skip: AccountSkip): Promise<TenantOutcome> {
  await ports.putMetrics(accountMetric(request, 'ReconcileCompleted', 1), request.question.now);
  await finish(request, ports);
  return { kind: 'skipped', skip };
}

async function openReading({ accountId, question }: TenantRequest, { answers }: TenantRunPorts): Promise<KeptReading> {
  const kept = await answers.read(accountId);
  if (kept !== undefined) return kept;
  await answers.begin(accountId, question.now);
  return { startedAt: question.now, answers: new Map() };
}

async function readOrRunOut(
  { accountId, question, hasTimeToRead }: TenantRequest,
  { readTenant, answers }: TenantRunPorts,
  stored: StoredAccount,
  kept: KeptReading,
): Promise<ReadTenant | undefined> {
  const remember = remembering(accountId, kept, answers, hasTimeToRead);
  try {
    return await readTenant({ stored, question, startedAt: kept.startedAt, remember });
  } catch (error) {
    if (error instanceof OutOfTime) return undefined;
    throw error;
  }
}

/** A link to the next page may have ended while nobody followed it: then the next invocation reads from the start. */
async function wait(
  { accountId }: TenantRequest,
  { answers }: TenantRunPorts,
  kept: KeptReading,
  { failures }: ReadTenant,
): Promise<TenantOutcome> {
  if (kept.answers.size > 0 && failures.some(({ kind }) => kind === 'refused')) await answers.forget(accountId);
  return { kind: 'waiting', startedAt: kept.startedAt, failures };
}

type Judged = { readonly kind: 'done'; readonly plan: RunPlan } | Extract<TenantOutcome, { readonly kind: 'shrunk' }>;

async function judge(
  request: TenantRequest,
  ports: TenantRunPorts,
  stored: StoredAccount,
  { users, missing, regions }: ReadTenant,
): Promise<Judged> {
  const { accountId, question } = request;
  const shrinkage = shrinkageOf(stored, users.length);
  if (shrinkage !== undefined && !request.acceptShrunkInventory) {
    await ports.putMetrics(accountMetric(request, 'InventoryShrunk', 1), question.now);
    return { kind: 'shrunk', shrinkage };
  }
  const pending = await ports.outbox.read(accountId);
  const health = { kind: 'known', regions: new Map() } as const;
  const watch = { proven: [], enabled: regions, health, missing: [] };
  const facts = { stored, pending, inventory: { users, missing }, watch, alarms: answered([]) };
  const plan = planRun(facts, { ...request, ...noAlarms, reportUrl: undefined });
  await actOnRun(plan, { ...ports, alarms: { list: async () => [], put: async () => {}, remove: async () => {} } });
  return { kind: 'done', plan };
}

/** A tenant may have 100,000 users: single users have no alarms of their own. */
const noAlarms = { alarmCap: 0, alarmActions: [] };

/** An invocation that dies here is followed by one that asks nobody, changes nothing and removes the answers. */
async function finish({ accountId, question }: TenantRequest, { latest, answers }: TenantRunPorts): Promise<void> {
  await latest.putLatestRun(accountId, question.now);
  await answers.end(accountId);
}
