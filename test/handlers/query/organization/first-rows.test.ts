import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstRows } from '../../../../handlers/query/organization/first-rows.ts';

/** Rows with many ties in days; the key decides those. */
const row = fc.record({ days: fc.integer({ min: 0, max: 3 }), key: fc.integer({ min: 0, max: 1e9 }) });
type Row = { readonly days: number; readonly key: number };
const longestFirst = (a: Row, b: Row) => b.days - a.days || a.key - b.key;

it('gives the rows of one list, whatever the pages they come in and the order of these, cut at the limit', () => {
  const pages = fc.array(fc.array(row, { maxLength: 40 }), { maxLength: 12 });
  const limits = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
  fc.assert(
    fc.property(pages, limits, fc.nat(), (lists, limit, turn) => {
      const rows = firstRows(longestFirst, limit);
      const turned = [...lists.slice(turn % (lists.length + 1)), ...lists.slice(0, turn % (lists.length + 1))];
      for (const list of turned) rows.add(list);
      expect(rows.rows()).toEqual(lists.flat().sort(longestFirst).slice(0, limit));
      expect(rows.taken).toBe(lists.flat().length);
    }),
    { numRuns: 80 },
  );
});

it('keeps no more than it needs where there is a limit', () => {
  const rows = firstRows<Row>(longestFirst, 10);
  for (let page = 0; page < 500; page++)
    rows.add(Array.from({ length: 50 }, (_, at) => ({ days: page % 7, key: page * 50 + at })));
  expect(rows.rows()).toEqual(Array.from({ length: 10 }, (_, key) => ({ days: 6, key: 300 + key })));
  expect(rows.taken).toBe(25_000);
});
