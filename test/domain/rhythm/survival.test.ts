import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ObservedSilence, silenceShare, silenceShareWords } from '../../../domain/rhythm/survival.ts';

const ended = (days: number, count: number): ObservedSilence[] =>
  Array.from({ length: count }, () => ({ days, isOpen: false }));
const open = (days: number, count: number): ObservedSilence[] =>
  ended(days, count).map((each) => ({ ...each, isOpen: true }));

describe('the share of silences that go on to the threshold', () => {
  it('counts silences of 30 days and longer, and how they ended', () => {
    const silences = [
      ...ended(29, 9),
      ...ended(30, 20),
      ...ended(89, 10),
      ...ended(90, 15),
      ...open(90, 2),
      ...open(400, 3),
      ...open(29, 4),
    ];
    expect(silenceShare(silences, 90)).toEqual({ fromDays: 30, reached: 50, wentOn: 20, open: 0, share: 0.4 });
  });

  it('is not given below 50 finished silences; the counts are', () => {
    const silences = [...ended(40, 30), ...ended(90, 19), ...open(60, 100)];
    expect(silenceShare(silences, 90)).toEqual({ fromDays: 30, reached: 149, wentOn: 19, open: 100 });
    expect(silenceShare([...silences, ...ended(90, 1)], 90)).toHaveProperty('share');
  });

  it('counts an open silence for as long as it lasted', () => {
    // Of 100 at risk on day 40 half return; 25 open ones leave on day 50; of 25 on day 60 five return: 0.5 * 0.8.
    const silences = [...ended(40, 50), ...open(50, 25), ...ended(60, 5), ...ended(90, 20)];
    expect(silenceShare(silences, 90)).toEqual({ fromDays: 30, reached: 100, wentOn: 20, open: 25, share: 0.4 });
  });

  it('counts an open silence among those at risk on the very day on which another ends', () => {
    expect(silenceShare([...ended(40, 25), ...open(40, 25), ...ended(90, 50)], 90)?.share).toBe(0.75);
  });

  it.each([
    ['no silence', [], 90],
    ['no silence of 30 days', ended(29, 60), 90],
    ['a threshold of 30 days', ended(40, 60), 30],
  ])('is nothing for %s', (_, silences, threshold) => {
    expect(silenceShare(silences, threshold)).toBeUndefined();
  });

  it('is the plain share where no silence is open, in any order', () => {
    const lengths = fc.array(fc.integer({ min: 30, max: 120 }), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(lengths, (all) => {
        const silences = all.map((days) => ({ days, isOpen: false }));
        const plain = all.filter((days) => days >= 90).length / all.length;
        expect(silenceShare(silences, 90)?.share).toBeCloseTo(plain, 2);
        expect(silenceShare(silences.toReversed(), 90)).toEqual(silenceShare(silences, 90));
      }),
    );
  });

  it('is said with its numbers', () => {
    const counts = { fromDays: 30, reached: 353, wentOn: 160, open: 0 };
    expect(silenceShareWords({ ...counts, share: 0.453 }, 90)).toBe(
      'of 353 silences here that reached 30 days, 160 went on to 90 (45 %, by Kaplan-Meier)',
    );
    expect(silenceShareWords({ ...counts, reached: 1, wentOn: 0, open: 1 }, 90)).toBe(
      'of 1 silence here that reached 30 days, 0 went on to 90, 1 still goes on',
    );
    expect(silenceShareWords({ ...counts, open: 2 }, 90)).toMatch(/, 2 still go on$/);
  });
});
