import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameData } from '../../domain/same-data.ts';

describe('two values are the same data', () => {
  it.each<[string, unknown, unknown]>([
    ['whatever the order of their keys', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['where one has undefined and the other nothing', { a: 1, b: undefined }, { a: 1 }],
    [
      'whatever the order of a map',
      new Map([
        ['x', 1],
        ['y', 2],
      ]),
      new Map([
        ['y', 2],
        ['x', 1],
      ]),
    ],
    ['where both are nothing', undefined, undefined],
  ])('%s', (_, a, b) => {
    expect(isSameData(a, b)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ['in another order of a list', [1, 2], [2, 1]],
    ['deep inside', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
    ['of a map', new Map([['x', 1]]), new Map([['x', 2]])],
    ['where one is null and the other is not there', { a: null }, {}],
    ['where one is nothing at all', undefined, {}],
  ])('but not %s', (_, a, b) => {
    expect(isSameData(a, b)).toBe(false);
  });

  it('as itself read back from JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const copy: unknown = JSON.parse(JSON.stringify(a));
        expect(isSameData(a, copy)).toBe(true);
        expect(isSameData(a, b)).toBe(isSameData(b, a));
      }),
    );
  });
});
