import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { ProvenHours } from '../../domain/coverage/proven-hours.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { planAccount, planCreators, planLastSeen, planProof, planWatches } from '../../domain/table/plan-sightings.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { applyWrites } from '../apply-writes.ts';

/**
 * Writes to the table what a fold holds of one account, and which hours its digests prove. Returns how many requests
 * that took. `onPlan` gets the number of writes before the first one.
 */
export async function writeScannedAccount(
  accountId: AccountId,
  fold: RecordFold | undefined,
  table: Pick<LastSeenTable, 'readAccount' | 'apply'>,
  onPlan: (writes: number) => void = () => {},
  proven: ReadonlyMap<Region, ProvenHours> = new Map(),
): Promise<number> {
  const stored = await table.readAccount(accountId);
  const announced = await applyWrites(planAccount(stored), table);
  if (fold === undefined) return announced;
  const lastSeen = planLastSeen(stored, fold.lastSeen.get(accountId) ?? new Map());
  const proof = [...proven].flatMap(([region, hours]) =>
    planProof(accountId, region, stored.watches.get(region)?.proof, hours),
  );
  const creators = planCreators(stored, fold.creators.get(accountId) ?? new Map());
  const writes = [...lastSeen, ...planWatches(stored, fold.watches), ...proof, ...creators];
  onPlan(writes.length);
  return announced + (await applyWrites(writes, table));
}
