/** Gathers all facts of a daily run. */

import type { AlertOwner } from '../../domain/alerts/metrics.ts';
import type { PendingDigest } from '../../domain/alerts/pending-digest.ts';
import { alarmPrefix, formerAlarmPrefix, type UserAlarm } from '../../domain/alerts/user-alarms.ts';
import type { Answer } from '../../domain/answer.ts';
import { failedProofWords } from '../../domain/coverage/blind-regions.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { RunWatch } from '../../domain/reconcile/run-plan.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import type { ReconcilePorts } from './reconcile-ports.ts';

/** What AWS reports about the account now. */
export interface GatheredAccount {
  readonly inventory: GatheredInventory;
  readonly watch: RunWatch;
}

/** What earlier runs left: the table, an unpublished digest, and alarms. */
export interface GatheredState {
  readonly stored: StoredAccount;
  readonly pending: PendingDigest | undefined;
  readonly alarms: Answer<readonly UserAlarm[]>;
}

/**
 * Reads IAM and CloudTrail, and makes the proof in each of the Regions, or in all enabled ones where `regions` is
 * empty. Never throws: failures are part of the answer.
 */
export async function gatherAccount(
  accountId: AccountId,
  regions: readonly Region[],
  ports: ReconcilePorts,
): Promise<GatheredAccount> {
  const [watch, inventory] = await Promise.all([
    gatherWatch(accountId, regions, ports),
    ports.gatherInventory(accountId),
  ]);
  return { inventory, watch };
}

/** Makes the proof also in a listed Region that is not enabled, and reports it. */
async function gatherWatch(accountId: AccountId, regions: readonly Region[], ports: ReconcilePorts): Promise<RunWatch> {
  const chosen = chooseRegions(regions.length === 0 ? 'all' : regions, await ports.enabledRegions());
  const { regions: proven, enabled, notEnabled } = chosen;
  const witnessed = await witnessedIn(accountId, ports);
  const silent = proven.filter((region) => !witnessed.has(region));
  const [failed, health] = await Promise.all([ports.proveRegions(silent), ports.trailHealth(enabled)]);
  const strange = notEnabled.map((region) => `${region} is listed for proofs but not enabled in this account`);
  const proofsAreSparse = ports.witnessedRegions !== undefined;
  return {
    proven,
    proofsAreSparse,
    enabled,
    health,
    missing: [...chosen.missing, ...strange, ...failed.map(failedProofWords)],
  };
}

/** Where the table does not answer, no Region counts as witnessed: then the run makes its proof in each. */
async function witnessedIn(accountId: AccountId, ports: ReconcilePorts): Promise<ReadonlySet<Region>> {
  const answer = await tryAsk('dynamodb:Query', async () => ports.witnessedRegions?.(accountId));
  return (answer.kind === 'answered' && answer.value) || new Set();
}

/**
 * Reads what earlier runs left. Throws where the table cannot be read. A failure to read the alarms is in the answer.
 */
export async function gatherState(
  owner: AlertOwner,
  { table, outbox, alarms }: ReconcilePorts,
): Promise<GatheredState> {
  const { accountId } = owner;
  const pending = await outbox.read(accountId);
  const stored = await table.readAccount(accountId);
  const prefixes = [alarmPrefix(owner), formerAlarmPrefix(owner)];
  const existing = await tryAsk('cloudwatch:DescribeAlarms', async () =>
    (await Promise.all(prefixes.map((prefix) => alarms.list(prefix)))).flat(),
  );
  return { pending, stored, alarms: existing };
}
