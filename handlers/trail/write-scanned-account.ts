import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { AccountId } from '../../domain/ids.ts';
import { planAccount, planLastSeen, planWatches } from '../../domain/table/plan-sightings.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { applyWrites } from '../apply-writes.ts';

/**
 * Writes to the table what a fold holds of one account. Returns how many requests that took. `onPlan` gets the number
 * of writes before the first one.
 */
export async function writeScannedAccount(
  accountId: AccountId,
  fold: RecordFold | undefined,
  table: Pick<LastSeenTable, 'readAccount' | 'apply'>,
  onPlan: (writes: number) => void = () => {},
): Promise<number> {
  const stored = await table.readAccount(accountId);
  const announced = await applyWrites(planAccount(stored), table);
  if (fold === undefined) return announced;
  const lastSeen = planLastSeen(stored, fold.lastSeen.get(accountId) ?? new Map());
  const writes = [...lastSeen, ...planWatches(stored, fold.watches)];
  onPlan(writes.length);
  return announced + (await applyWrites(writes, table));
}
