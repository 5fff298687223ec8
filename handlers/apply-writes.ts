import pMap from 'p-map';
import type { TableWrite } from '../domain/table-write.ts';
import type { LastSeenTable } from '../infra/last-seen-table.ts';

const writesAtOnce = 16;

/**
 * Carries all out, some at once. After a failure no further one is begun, and those under way come to their end before
 * it is thrown.
 */
export async function applyWrites(writes: readonly TableWrite[], table: Pick<LastSeenTable, 'apply'>): Promise<void> {
  const failures: unknown[] = [];
  const apply = async (write: TableWrite) => {
    if (failures.length > 0) return;
    await table.apply(write).catch((error: unknown) => failures.push(error));
  };
  await pMap(writes, apply, { concurrency: writesAtOnce });
  if (failures.length > 0) throw new Error('the table could not be written', { cause: failures[0] });
}
