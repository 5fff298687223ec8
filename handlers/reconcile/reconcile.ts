import { accountMetric } from '../../domain/alerts/metrics.ts';
import type { PendingDigest } from '../../domain/alerts/pending-digest.ts';
import type { Failed } from '../../domain/answer.ts';
import type { Region } from '../../domain/ids.ts';
import { completeInventory, type GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import { type Shrinkage, shrinkageOf } from '../../domain/reconcile/inventory-guard.ts';
import { planRun, type RunPlan, type RunWatch } from '../../domain/reconcile/run-plan.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import { emptyAccount, knownUsers, type StoredAccount } from '../../domain/table/stored-account.ts';
import { plusMinutes } from '../../domain/time.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import type { FailedProof } from '../../infra/aws/sts-proof.ts';
import { actOnRun } from './act-on-run.ts';
import type { ReconcilePorts } from './reconcile-ports.ts';
import type { ReconcileRequest } from './reconcile-request.ts';

export type ReconcileOutcome =
  | { readonly kind: 'done'; readonly plan: RunPlan }
  /** Another run holds the lease. Nothing was asked and nothing changed. */
  | { readonly kind: 'busy'; readonly heldUntil: string }
  /** The run stopped before it judged anybody: no verdict, alarm or digest was touched. */
  | { readonly kind: 'shrunk'; readonly shrinkage: Shrinkage }
  /**
   * Without the table nobody is unused: the verdicts are in `plan`, and none of it was written or told. The caller must
   * fail.
   */
  | { readonly kind: 'table-unreadable'; readonly cause: unknown; readonly plan: RunPlan };

/** Longer than the longest run that Lambda allows, 15 minutes. */
const leaseMinutes = 20;

/**
 * The daily job: takes the lease, gathers, decides, acts. Whatever ends it, the same job again the same day ends in the
 * same table, metrics and alarms. Each change is told by exactly one digest, but where a run dies after the topic took
 * the message and before the table forgot the waiting digest: then the next run tells it again, under the same id. If a
 * change of a run that died is undone by the next one, its end is told, because its beginning may have been. Events may
 * come twice after any death, under the same ids. Throws where an act failed; what is not told waits in the table.
 */
export async function reconcileAccount(request: ReconcileRequest, ports: ReconcilePorts): Promise<ReconcileOutcome> {
  const { accountId, runId, question } = request;
  const until = plusMinutes(question.now, leaseMinutes);
  const lease = await tryAsk('dynamodb:PutItem', () => ports.lease.take(accountId, runId, question.now, until));
  if (lease.kind === 'failed') return withoutTable(request, ports, await askOutside(request, ports), lease);
  if (lease.value.kind === 'held') return { kind: 'busy', heldUntil: lease.value.until };
  try {
    return await reconcileAlone(request, ports);
  } finally {
    // A lease that cannot be given back runs out by itself.
    await tryAsk('dynamodb:DeleteItem', () => ports.lease.release(accountId, runId));
  }
}

async function reconcileAlone(request: ReconcileRequest, ports: ReconcilePorts): Promise<ReconcileOutcome> {
  const { accountId, question } = request;
  const asked = await askOutside(request, ports);
  const read = await tryAsk('dynamodb:Query', () => readTable(request, ports));
  if (read.kind === 'failed') return withoutTable(request, ports, asked, read);
  const { stored, pending } = read.value;
  const inventory = completeInventory(asked.gathered, knownUsers(stored), question.now);
  const shrinkage = shrinkageOf(stored, inventory.users.length);
  if (shrinkage !== undefined && !request.acceptShrunkInventory) {
    await ports.putMetrics([accountMetric(accountId, 'InventoryShrunk', 1)], question.now);
    return { kind: 'shrunk', shrinkage };
  }
  const plan = planRun(stored, pending, inventory, asked.watch, request);
  await actOnRun(plan, request, ports);
  return { kind: 'done', plan };
}

interface Asked {
  readonly gathered: GatheredInventory;
  readonly watch: RunWatch;
}

async function askOutside({ accountId, regions }: ReconcileRequest, ports: ReconcilePorts): Promise<Asked> {
  const [watch, gathered] = await Promise.all([askWatch(regions, ports), ports.gatherInventory(accountId)]);
  return { gathered, watch };
}

/** A Region that was named and is not enabled is proven all the same, and told. */
async function askWatch(named: readonly Region[], ports: ReconcilePorts): Promise<RunWatch> {
  const chosen = chooseRegions(named.length === 0 ? 'all' : named, await ports.enabledRegions());
  const { regions: proven, enabled, notEnabled } = chosen;
  const [failed, health] = await Promise.all([ports.proveRegions(proven), ports.trailHealth(enabled)]);
  const strange = notEnabled.map((region) => `${region} is to be proven, and not enabled in this account`);
  return { proven, enabled, health, missing: [...chosen.missing, ...strange, ...proofWords(failed)] };
}

const proofWords = (failed: readonly FailedProof[]) =>
  failed.map(({ region, why }) => `the proof in ${region} could not be made (${why})`);

async function readTable(
  { accountId }: ReconcileRequest,
  { table, outbox }: ReconcilePorts,
): Promise<{ stored: StoredAccount; pending: PendingDigest | undefined }> {
  const pending = await outbox.read(accountId);
  return { stored: await table.readAccount(accountId), pending };
}

/** Who is active by IAM's word alone is; everybody else may have been seen by CloudTrail, and is unknown. */
async function withoutTable(
  request: ReconcileRequest,
  ports: ReconcilePorts,
  asked: Asked,
  { failure, cause }: Failed,
): Promise<ReconcileOutcome> {
  const { accountId, question } = request;
  const inventory = completeInventory(asked.gathered, [], question.now);
  const gap = { kind: 'source-failed', source: 'table', why: failure.why } as const;
  const users = inventory.users.map((user) => ({ ...user, gaps: [...user.gaps, gap] }));
  const plan = planRun(emptyAccount(accountId), undefined, { ...inventory, users }, asked.watch, request);
  const told = plan.metrics.filter(({ name }) => name === 'Users' || name === 'UnknownUsers');
  await ports.putMetrics(told, question.now);
  return { kind: 'table-unreadable', cause, plan };
}
