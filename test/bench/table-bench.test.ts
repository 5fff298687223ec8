import { expect, test } from 'vitest';
import { benchTables } from './table-bench.ts';

test('the bench of the tables compares the same answers of both', async () => {
  const figures = await benchTables([{ users: 20, days: 5, records: 50 }]);
  expect(figures.map(({ what }) => what.replace(/\d+/g, 'n'))).toEqual([
    'an inventory of n users',
    'n records of n users',
    'list, CSV of n users',
    'show of n users',
  ]);
  for (const { embedded, overHttp } of figures) expect(Math.min(embedded, overHttp)).toBeGreaterThan(0);
  expect(figures.map(({ writes }) => writes !== undefined)).toEqual([true, true, false, false]);
});
