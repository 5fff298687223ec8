import { type OpenTable, openTable, type TableOptions } from './open-table.ts';
import type { CommonOptions } from './options/common-options.ts';
import { withPatience } from './progress/patience.ts';

/** What `read` finds in the table of earlier scans; the table is open for as long as that takes. */
export function readTable<T>(
  options: TableOptions & CommonOptions,
  read: (table: OpenTable) => Promise<T>,
): Promise<T> {
  return withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return read(table).finally(() => table.close());
  });
}
