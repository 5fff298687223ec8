import { expect, test } from 'vitest';
import { benchTables } from './table-bench.ts';

test('the bench of the tables compares the same answers of both', async () => {
  const figures = await benchTables([{ users: 20, days: 5, records: 50 }]);
  expect(figures.map(({ what }) => what.replace(/\d+/g, 'n'))).toEqual([
    'inventory of n users',
    'n records of n users',
    'list of n users, CSV',
    'show of one of n',
  ]);
  for (const { embedded, overHttp } of figures) expect(Math.min(embedded, overHttp)).toBeGreaterThan(0);
  expect(figures.map(({ writes }) => writes !== undefined)).toEqual([true, true, false, false]);
});
