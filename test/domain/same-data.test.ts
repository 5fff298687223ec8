import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameData } from '../../domain/same-data.ts';

test.each<[string, unknown, unknown, boolean]>([
  ['keys in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
  ['a field absent or undefined', { a: 1, b: undefined }, { a: 1 }, true],
  ['a field null or absent', { a: 1, b: null }, { a: 1 }, false],
  ['items in another order', [1, 2], [2, 1], false],
  ['an item more', [1], [1, 1], false],
  ['another value, deep', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false],
  ['both undefined', undefined, undefined, true],
  ['one undefined', undefined, {}, false],
])('%s', (_, a, b, isSame) => {
  expect(isSameData(a, b)).toBe(isSame);
  expect(isSameData(b, a)).toBe(isSame);
});

test('what JSON writes and reads is the same data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(isSameData(value, JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
});
