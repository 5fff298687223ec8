import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDay, bitsOfDays, dayNumbersOf, daysOfBits, hasDay, unionOfDays } from '../../domain/day-set.ts';
import { dayOfNumber, type Instant, type Month } from '../../domain/time.ts';
import { anyInstant } from './arbitraries.ts';
import { instant } from './builders.ts';

const daysOf = (times: readonly Instant[]) => {
  const days = new Map<Month, number>();
  for (const at of times) addDay(days, at);
  return days;
};
const times = fc.array(
  fc
    .date({ min: new Date('2026-10-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map((date) => instant(`${date.toISOString().slice(0, 19)}Z`)),
);

describe('a set of days', () => {
  it('keeps days of one month together, the first and the 31st too', () => {
    const days = daysOf(['2026-10-01T00:00:00Z', '2026-10-31T23:59:59Z', '2026-11-30T12:00:00Z'].map(instant));
    expect([...days].map(([month, bits]) => [month, daysOfBits(bits)])).toEqual([
      ['2026-10', [1, 31]],
      ['2026-11', [30]],
    ]);
  });

  it('has the days that were added and no others', () => {
    fc.assert(
      fc.property(times, anyInstant, (added, asked) => {
        const days = daysOf(added);
        expect(added.every((at) => hasDay(days, at))).toBe(true);
        expect(hasDay(days, asked)).toBe(added.some((at) => at.slice(0, 10) === asked.slice(0, 10)));
      }),
    );
  });

  it('is a union: order, repetition and the way it was split do not matter', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        const [x, y, z] = [daysOf(a), daysOf(b), daysOf(c)];
        expect(unionOfDays(x, y)).toEqual(unionOfDays(y, x));
        expect(unionOfDays(unionOfDays(x, y), z)).toEqual(unionOfDays(x, unionOfDays(y, z)));
        expect(unionOfDays(x, x)).toEqual(x);
        expect(unionOfDays(x, y)).toEqual(daysOf([...b, ...a]));
      }),
    );
  });

  it('leaves the sets that it joins as they were', () => {
    const [a, b] = [daysOf([instant('2026-11-01T00:00:00Z')]), daysOf([instant('2026-11-02T00:00:00Z')])];
    unionOfDays(a, b);
    expect([...a.values(), ...b.values()]).toEqual([1, 2]);
  });

  it('is bits and days, each of the other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 31 })), (days) => {
        expect(daysOfBits(bitsOfDays(days))).toEqual([...days].sort((a, b) => a - b));
        expect(bitsOfDays(days)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('holds no day that no month has', () => {
    expect([bitsOfDays([0, 32, -1, 33]), bitsOfDays([1]), bitsOfDays([31])]).toEqual([0, 1, 2 ** 30]);
  });
});

it('days are numbered from 1970 on, in ascending order over months and years', () => {
  const days = new Map<Month, number>([
    ['2024-03' as Month, bitsOfDays([1])],
    ['2024-02' as Month, bitsOfDays([29, 28])],
    ['1970-01' as Month, bitsOfDays([1])],
  ]);
  expect(dayNumbersOf(days)).toEqual([0, 19_781, 19_782, 19_783]);
  expect(dayNumbersOf(days).map(dayOfNumber)).toEqual(['1970-01-01', '2024-02-28', '2024-02-29', '2024-03-01']);
});
