/** The flow of the daily job: gather, decide, act. */

import type { AccountSkip } from '../../domain/accounts/account-settings.ts';
import { endedSkipWords, notJudgedWords, termsOfAccount } from '../../domain/accounts/account-terms.ts';
import { accountMetric } from '../../domain/alerts/metrics.ts';
import type { Failed } from '../../domain/answer.ts';
import type { Region } from '../../domain/ids.ts';
import { completeInventory } from '../../domain/inventory/gathered-inventory.ts';
import { type Shrinkage, shrinkageOf } from '../../domain/reconcile/inventory-guard.ts';
import { type LostVerdicts, lostVerdicts } from '../../domain/reconcile/lost-verdicts.ts';
import { planRun, type RunPlan, type RunQuestion } from '../../domain/reconcile/run-plan.ts';
import { emptyAccount, knownUsers } from '../../domain/table/stored-account.ts';
import { plusMinutes } from '../../domain/time.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import type { AbandonedLease } from '../../infra/ports/run-lease.ts';
import { askForKeys } from '../ask-for-keys.ts';
import { askForServices } from '../ask-for-services.ts';
import { actOnRun } from './act-on-run.ts';
import { type GatheredAccount, type GatheredState, gatherAccount, gatherState } from './gather-run.ts';
import type { ReconcilePorts } from './reconcile-ports.ts';

/** One run: its question, the Regions of its proofs, and its id. */
export interface ReconcileRequest extends RunQuestion {
  /** The same for every attempt of one run, so that an attempt after a crash need not wait for the lease. */
  readonly runId: string;
  /** Regions whose watch must be proven; an empty list: all enabled Regions. */
  readonly regions: readonly Region[];
  /** A person confirmed that an inventory of less than half of the last run's users is right. */
  readonly acceptShrunkInventory: boolean;
  /** Whether the run ends without verdicts where a failed source would make users unknown that were unused. */
  readonly keepsUnusedUsers: boolean;
  /** Whether there is still time to ask about one more user's keys; what follows needs the rest. */
  readonly hasTimeToAsk: () => boolean;
  /** Whether there is still time to ask for one more user's services. Who is left today comes first tomorrow. */
  readonly hasTimeForServices: () => boolean;
}

export type ReconcileOutcome =
  /** `notes` say what no longer holds, in words. */
  | { readonly kind: 'done'; readonly plan: RunPlan; readonly notes: readonly string[] }
  /** People decided that nobody of the account is judged for now. Nothing changed. */
  | { readonly kind: 'skipped'; readonly skip: AccountSkip }
  /** Another run holds the lease. This one read nothing and changed nothing. */
  | { readonly kind: 'busy'; readonly heldUntil: string }
  /** No verdict, alarm or digest changed. */
  | StoppedRun
  /**
   * Without the table no user is unused. The verdicts are in `plan`; nothing of it was written or published. The caller
   * must fail.
   */
  | { readonly kind: 'table-unreadable'; readonly cause: unknown; readonly plan: RunPlan };

/** The run stopped before it wrote a verdict: most users are missing, or a source failed and verdicts would be lost. */
type StoppedRun =
  | { readonly kind: 'shrunk'; readonly shrinkage: Shrinkage }
  | { readonly kind: 'unread'; readonly lost: LostVerdicts };

/** Longer than the longest run that Lambda allows, 15 minutes. */
const leaseMinutes = 20;

/**
 * The daily job: takes the lease, gathers, decides, acts. If it is interrupted, the same job on the same day ends in
 * the same table, metrics and alarms.
 *
 * One digest reports each change. The exception: a run dies after it published the digest and before it removed the
 * digest from the table. Then the next run publishes it again, under the same id. If the next run undoes a change of a
 * run that died, it reports the end of the change, because the beginning may have been reported. Events may come twice
 * after any death, under the same ids. Throws where an act failed; what is not reported waits in the table.
 */
export async function reconcileAccount(request: ReconcileRequest, ports: ReconcilePorts): Promise<ReconcileOutcome> {
  const { accountId, runId, question } = request;
  const until = plusMinutes(question.now, leaseMinutes);
  const lease = await tryAsk('dynamodb:PutItem', () => ports.lease.take(accountId, runId, question.now, until));
  if (lease.kind === 'failed') {
    return withoutTable(request, ports, await gatherAccount(accountId, request.regions, ports), lease);
  }
  if (lease.value.kind === 'held') return { kind: 'busy', heldUntil: lease.value.until };
  try {
    if (lease.value.abandoned !== undefined) await reportAbandoned(lease.value.abandoned, request, ports);
    return await reconcileAlone(request, ports);
  } finally {
    // A lease that cannot be released expires.
    await tryAsk('dynamodb:DeleteItem', () => ports.lease.release(accountId, runId));
  }
}

/** Without the metric the log still says it. So a metric that cannot be put does not stop the run. */
async function reportAbandoned(lease: AbandonedLease, request: ReconcileRequest, ports: ReconcilePorts): Promise<void> {
  ports.reportAbandoned(lease);
  const metrics = accountMetric(request, 'AbandonedRuns', 1);
  await tryAsk('cloudwatch:PutMetricData', () => ports.putMetrics(metrics, request.question.now));
}

async function reconcileAlone(request: ReconcileRequest, ports: ReconcilePorts): Promise<ReconcileOutcome> {
  const { accountId } = request;
  const account = await gatherAccount(accountId, request.regions, ports);
  const state = await tryAsk('dynamodb:Query', () => gatherState(request, ports));
  if (state.kind === 'failed') return withoutTable(request, ports, account, state);
  const terms = termsOfAccount(accountId, request, state.value.stored.settings);
  if (terms.kind === 'unreadable') throw new Error(notJudgedWords(accountId, terms));
  if (terms.kind === 'skipped') return skipped(request, ports, terms.skip);
  const { question, exemptions, endedSkip } = terms;
  const notes = endedSkip === undefined ? [] : [endedSkipWords(accountId, endedSkip)];
  const outcome = await judgeAccount({ ...request, question, exemptions }, ports, account, state.value);
  return outcome.kind === 'done' ? { ...outcome, notes } : outcome;
}

/** The run is complete: what it leaves out, people decided. */
async function skipped(request: ReconcileRequest, ports: ReconcilePorts, skip: AccountSkip): Promise<ReconcileOutcome> {
  await ports.putMetrics(accountMetric(request, 'ReconcileCompleted', 1), request.question.now);
  return { kind: 'skipped', skip };
}

async function judgeAccount(
  request: ReconcileRequest,
  ports: ReconcilePorts,
  account: GatheredAccount,
  state: GatheredState,
): Promise<StoppedRun | { readonly kind: 'done'; readonly plan: RunPlan }> {
  const { question, keepsUnusedUsers } = request;
  const { stored } = state;
  const inventory = completeInventory(account.inventory, knownUsers(stored), question.now);
  const shrinkage = shrinkageOf(stored, inventory.users.length);
  if (shrinkage !== undefined && !request.acceptShrunkInventory) {
    await ports.putMetrics(accountMetric(request, 'InventoryShrunk', 1), question.now);
    return { kind: 'shrunk', shrinkage };
  }
  const watched = { ...question, regions: account.watch.enabled };
  const services = await askForServices(inventory.users, stored, watched, ports, request.hasTimeForServices);
  const asked = await askForKeys(inventory.users, services.stored, watched, ports, request.hasTimeToAsk);
  const judged = { users: asked.users, missing: [inventory, services, asked].flatMap((each) => each.missing) };
  const gathered = { ...state, stored: services.stored, inventory: judged, watch: account.watch };
  const plan = planRun(gathered, request);
  const lost = keepsUnusedUsers ? lostVerdicts(stored.assessments, plan.reconciliation.assessments) : undefined;
  if (lost !== undefined) return { kind: 'unread', lost };
  await actOnRun(plan, ports);
  return { kind: 'done', plan };
}

/**
 * Judges without the table. IAM alone can show that a user is active. All others are unknown: CloudTrail may have seen
 * them.
 */
async function withoutTable(
  request: ReconcileRequest,
  ports: ReconcilePorts,
  { inventory, watch }: GatheredAccount,
  failed: Failed,
): Promise<ReconcileOutcome> {
  const { accountId, question } = request;
  const { users, missing } = completeInventory(inventory, [], question.now);
  const gap = { kind: 'source-failed', source: 'table', why: failed.failure.why } as const;
  const doubted = { users: users.map((user) => ({ ...user, gaps: [...user.gaps, gap] })), missing };
  const state = { stored: emptyAccount(accountId), pending: undefined, alarms: failed };
  const plan = planRun({ ...state, inventory: doubted, watch }, request);
  const known = plan.metrics.filter(({ name }) => name === 'Users' || name === 'UnknownUsers');
  await ports.putMetrics(known, question.now);
  return { kind: 'table-unreadable', cause: failed.cause, plan };
}
