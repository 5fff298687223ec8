import pMap from 'p-map';
import type { TableWrite } from '../domain/table/table-write.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';

const writesAtOnce = 16;

/**
 * Makes all writes, some at once. Returns how many requests that took. After a failure no further write begins; the
 * running ones finish, and then the failure is thrown.
 */
export async function applyWrites(writes: readonly TableWrite[], table: Pick<LastSeenTable, 'apply'>): Promise<number> {
  let requests = 0;
  const failures: unknown[] = [];
  const apply = async (write: TableWrite) => {
    if (failures.length > 0) return;
    try {
      const made = await table.apply(write);
      requests += made;
    } catch (error) {
      failures.push(error);
    }
  };
  await pMap(writes, apply, { concurrency: writesAtOnce });
  if (failures.length > 0) throw failures[0];
  return requests;
}
