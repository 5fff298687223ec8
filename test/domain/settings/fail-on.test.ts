import { describe, expect, it } from 'vitest';
import { conditionText, parseFailOn } from '../../../domain/settings/fail-on.ts';
import { okOf } from '../ok-of.ts';

const conditionsOf = (...texts: string[]) => okOf(parseFailOn(texts)).map(conditionText);

describe('the conditions on which a run fails', () => {
  it('stand in one text with commas, in several texts, or both', () => {
    expect(conditionsOf('unused')).toEqual(['unused']);
    expect(conditionsOf('unused>10, unused-keys', 'unknown > 3')).toEqual(['unused>10', 'unused-keys', 'unknown>3']);
    expect(conditionsOf('changes>0')).toEqual(['changes']);
    expect(conditionsOf()).toEqual([]);
  });

  it('of one finding are its strictest', () => {
    expect(conditionsOf('unused>10', 'unused>3', 'unused>7')).toEqual(['unused>3']);
    expect(conditionsOf('unused', 'unused>7')).toEqual(['unused']);
  });

  it.each(['', 'Unused', 'idle', 'unused,', 'unused=3', '>3', 'unused-key'])('%j is none', (text) => {
    expect(parseFailOn([text])).toMatchObject({
      kind: 'wrong',
      problems: [{ todo: expect.stringMatching(/^give one of unused, unused-keys/) }],
    });
  });

  it.each(['unused>', 'unused>-1', 'unused>1.5', 'unused>ten', 'unused>>1', 'unused>1000001', 'unused>=3'])(
    '%j has no number',
    (text) => {
      expect(parseFailOn([text])).toMatchObject({
        kind: 'wrong',
        problems: [{ given: text, todo: expect.stringMatching(/^give a whole number/) }],
      });
    },
  );

  it('are all named that are wrong', () => {
    const parsed = parseFailOn(['idle,unused>x', 'unknown']);
    expect(parsed.kind === 'wrong' && parsed.problems.map(({ given }) => given)).toEqual(['idle', 'unused>x']);
  });
});
