import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, textWidth, wrapHanging, wrapText } from '../../../../handlers/cli/render/text-width.ts';

/** Wide, narrow, combining and joined characters, side by side. */
const anyWidths = fc
  .array(fc.constantFrom('⺀', ' ', 'a', '𖿠', 'é', '👨‍👩‍👧', '\u0301'), { maxLength: 40 })
  .map((letters) => letters.join(''));

describe('a text that is too long', () => {
  it.each<[string, (text: string, columns: number) => readonly string[]]>([
    ['cut in the middle', (text, columns) => [cutMiddle(text, columns)]],
    ['cut at its end', (text, columns) => [cutEnd(text, columns)]],
    ['broken into lines', wrapText],
  ])('never takes more columns than it may: %s', (_, shorten) => {
    fc.assert(
      fc.property(anyWidths, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        for (const line of shorten(text, columns)) expect(textWidth(line)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['one two three', ['one two', '  three']],
    ['  one two three', ['  one', '    two', '    three']],
  ])('%j keeps its indent where it is broken, and what follows has two blanks more', (text, lines) => {
    expect(wrapHanging(text, 10)).toEqual(lines);
  });

  it.each([
    ['abcdefgh', 5, 'ab…gh', 'abcd…'],
    ['⺀⺀⺀⺀', 5, '⺀…⺀', '⺀⺀…'],
    ['⺀⺀', 2, '…', '…'],
    ['abc', 3, 'abc', 'abc'],
  ])('%s in %i columns is %s or %s', (text, columns, middle, end) => {
    expect([cutMiddle(text, columns), cutEnd(text, columns)]).toEqual([middle, end]);
  });
});
