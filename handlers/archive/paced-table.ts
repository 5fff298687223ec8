/** Paces the writes of one sandbox to each account. */

import pThrottle from 'p-throttle';
import type { AccountId } from '../../domain/ids.ts';
import type { SightingTable } from '../../infra/ports/sighting-table.ts';

/**
 * How many writes a second one sandbox makes for one account. DynamoDB takes 1,000 a second for one partition key: 20
 * sandboxes of the backfill and ten of the queue stay below it.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const writesASecond = 33;

/** The same table; of each account it starts no more writes in any second. Reads and other accounts do not wait. */
export function pacedTable(table: SightingTable, limit = writesASecond): SightingTable {
  const turns = new Map<AccountId, () => Promise<unknown>>();
  const paced = async <T>(accountId: AccountId, write: () => Promise<T>): Promise<T> => {
    const turn = turns.get(accountId) ?? pThrottle({ limit, interval: 1000, strict: true })(async () => {});
    turns.set(accountId, turn);
    await turn();
    return write();
  };
  return {
    ...table,
    apply: (write) => paced(write.accountId, () => table.apply(write)),
    writeUnlessDormant: (write, since) => paced(write.accountId, () => table.writeUnlessDormant(write, since)),
    writeIfUnchanged: (before, write, pending) =>
      paced(write.accountId, () => table.writeIfUnchanged(before, write, pending)),
    removeDays: (accountId, ...rest) => paced(accountId, () => table.removeDays(accountId, ...rest)),
  };
}
