import { accountMetric } from '../../domain/alerts/metrics.ts';
import { answered } from '../../domain/answer.ts';
import { type Shrinkage, shrinkageOf } from '../../domain/reconcile/inventory-guard.ts';
import { planRun, type RunPlan } from '../../domain/reconcile/run-plan.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { actOnRun } from '../reconcile/act-on-run.ts';
import { readingGapsOf } from '../scan/scan.ts';
import { writeScannedAccount } from '../trail/write-scanned-account.ts';
import type { ReadTenant, TenantRequest, TenantRunPorts } from './tenant-run-ports.ts';

export type JudgedTenant =
  | { readonly kind: 'done'; readonly plan: RunPlan }
  /** Most users are gone: the run stopped before it judged anybody. */
  | { readonly kind: 'shrunk'; readonly shrinkage: Shrinkage };

/**
 * Judges a tenant as of when its run began, so that it ends in the same table however long it took. The metrics have
 * the time of now: CloudWatch shows older ones late.
 */
export async function judgeTenant(
  request: TenantRequest,
  now: Instant,
  before: StoredAccount,
  { inventory, log }: ReadTenant,
  ports: TenantRunPorts,
): Promise<JudgedTenant> {
  const { accountId } = request;
  const { users, missing } = inventory;
  const shrinkage = shrinkageOf(before, users.length);
  if (shrinkage !== undefined && !request.acceptShrunkInventory) {
    await ports.putMetrics(accountMetric(request, 'InventoryShrunk', 1), now);
    return { kind: 'shrunk', shrinkage };
  }
  const stored = await withLog(before, log, ports);
  const pending = await ports.outbox.read(accountId);
  const watch = { proven: [], enabled: inventory.regionsOf?.(accountId), health: noTrails, missing: [] };
  const reading = readingGapsOf(log, accountId);
  const facts = { stored, pending, inventory: { users, missing }, watch, reading, alarms: answered([]) };
  const plan = planRun(facts, { ...request, ...noAlarms, reportUrl: undefined });
  await actOnRun(plan, { ...ports, alarms: noAlarmStore, putMetrics: (metrics) => ports.putMetrics(metrics, now) });
  return { kind: 'done', plan };
}

/** The account with what its log says, which the table keeps first. */
async function withLog(
  stored: StoredAccount,
  log: ReadTenant['log'],
  { table }: TenantRunPorts,
): Promise<StoredAccount> {
  if (log === undefined) return stored;
  const written = await writeScannedAccount(stored.accountId, log.fold, table);
  return written === 0 ? stored : table.readAccount(stored.accountId);
}

const noTrails = { kind: 'known', regions: new Map() } as const;

/** A tenant may have 100,000 users: single users have no alarms of their own. */
const noAlarms = { alarmCap: 0, alarmActions: [] };
const noAlarmStore = { list: async () => [], put: async () => {}, remove: async () => {} };
