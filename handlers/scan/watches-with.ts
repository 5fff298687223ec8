import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { mergeWatch, type Watch } from '../../domain/coverage/watch.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';

/** The watches of an account as the table will hold them once these records are written. */
export function watchesWith(
  stored: StoredAccount,
  records: RecordFold,
  accountId: AccountId,
): ReadonlyMap<Region, Watch> {
  const watches = new Map(stored.watches);
  for (const [region, watch] of records.watches.get(accountId) ?? []) {
    watches.set(region, mergeWatch(watches.get(region), watch));
  }
  return watches;
}
