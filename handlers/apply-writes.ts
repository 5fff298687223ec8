import type { TableWrite } from '../domain/table/table-write.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';
import { someAtOnce } from './some-at-once.ts';

/** Makes all writes, some at once. Returns how many requests that took. Throws as `someAtOnce` does. */
export async function applyWrites(writes: readonly TableWrite[], table: Pick<LastSeenTable, 'apply'>): Promise<number> {
  let requests = 0;
  await someAtOnce(writes, async (write) => {
    const made = await table.apply(write);
    requests += made;
  });
  return requests;
}
