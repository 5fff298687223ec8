import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, objectAt, parsedText, textAt } from '../../domain/json.ts';

describe('JSON from outside', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
    [7, false],
  ])('%j is an object: %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });

  it('has an object at a key only where there is one', () => {
    expect(objectAt({ a: { b: 1 } }, 'a')).toEqual({ b: 1 });
    expect([objectAt({ a: [] }, 'a'), objectAt({}, 'a'), objectAt(undefined, 'a'), objectAt({ a: null }, 'a')]).toEqual(
      [undefined, undefined, undefined, undefined],
    );
  });

  it.each<[unknown, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['[1]', [1]],
    [' \n\t{}', {}],
    ['7', undefined],
    ['"{"', undefined],
    ['null', undefined],
    ['{"a":', undefined],
    ['x {}', undefined],
    ['', undefined],
    [{ a: 1 }, undefined],
    [null, undefined],
  ])('the text %j is the object or array %j', (value, expected) => {
    expect(parsedText(value)).toEqual(expected);
  });

  it.each<[unknown, number, string | undefined]>([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['', 3, undefined],
    [7, 3, undefined],
    [null, 3, undefined],
    ['ab\u{1F600}', 3, 'ab\uFFFD'],
    ['ab\u{1F600}', 4, 'ab\u{1F600}'],
    ['\uDE00ab', 3, '\uFFFDab'],
  ])('the text %j cut to %d is %j', (value, bound, expected) => {
    expect(textAt({ it: value }, 'it', bound)).toBe(expected);
  });

  const letters = fc.constantFrom('a', 'é', '\0', '\u{1F600}', '\uD83D', '\uDE00');

  it('a text is whole Unicode, within its bound, and whole where it fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 1 }), fc.integer({ min: 1, max: 12 }), (value, bound) => {
        const text = textAt({ value }, 'value', bound) ?? '';
        expect(text.length).toBe(Math.min(value.length, bound));
        expect(text.isWellFormed()).toBe(true);
        expect(textAt({ value }, 'value')).toBe(value.toWellFormed());
      }),
    );
  });
});
