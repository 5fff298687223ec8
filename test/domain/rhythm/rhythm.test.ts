import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, isQuiet, limitOf, rhythmOf, rhythmWords } from '../../../domain/rhythm/rhythm.ts';

const always = () => true;

/** Active every `every` days, `count` times, the last on day 1,000. */
const regular = (every: number, count: number) =>
  Array.from({ length: count }, (_, index) => 1000 - (count - 1 - index) * every);

const activity = (activeDays: readonly number[], changes: Partial<Activity> = {}): Activity => ({
  activeDays,
  isAccountWatched: always,
  isWatched: always,
  ...changes,
});

describe('the rhythm of a user', () => {
  it.each([
    ['no activity', [], undefined],
    ['10 active days, which are 9 gaps', regular(3, 10), undefined],
    ['11 active days, which are 10 gaps', regular(3, 11), { gaps: 10, longestGap: 3 }],
    ['days that follow each other', regular(1, 30), { gaps: 29, longestGap: 1 }],
    ['a gap that begins on the first day of the window', [601, ...regular(1, 11)], { gaps: 11, longestGap: 389 }],
    ['a gap that begins the day before the window', [600, ...regular(1, 11)], { gaps: 10, longestGap: 1 }],
  ])('is measured over the 400 days up to the last active one: %s', (_, days, expected) => {
    expect(rhythmOf(activity(days))).toEqual(expected);
  });

  it.each([
    [99, undefined],
    [100, { gaps: 29, longestGap: 1 }],
  ])('needs 100 watched days in the window: %d', (watched, expected) => {
    const isAccountWatched = (day: number) => day > 1000 - watched && day <= 1000;
    expect(rhythmOf(activity(regular(1, 30), { isAccountWatched }))).toEqual(expected);
  });

  it('counts watched days of the window alone, not those before it and not those of the silence', () => {
    const isAccountWatched = (day: number) => day <= 600 || day > 1000 || day > 901;
    expect(rhythmOf(activity(regular(1, 30), { isAccountWatched }))).toBeUndefined();
  });

  it('leaves out a gap that spans an unwatched day, and keeps one whose ends were not watched', () => {
    const days = [950, 970, ...regular(1, 11)];
    const isWatched = (missing: number) => (day: number) => day !== missing;
    expect(rhythmOf(activity(days))).toEqual({ gaps: 12, longestGap: 20 });
    expect(rhythmOf(activity(days, { isWatched: isWatched(951) }))).toEqual({ gaps: 11, longestGap: 20 });
    expect(rhythmOf(activity(days, { isWatched: isWatched(969) }))).toEqual({ gaps: 11, longestGap: 20 });
    expect(rhythmOf(activity(days, { isWatched: isWatched(989) }))).toEqual({ gaps: 11, longestGap: 20 });
    expect(rhythmOf(activity(days, { isWatched: isWatched(970) }))).toEqual({ gaps: 12, longestGap: 20 });
  });
});

describe('the limit', () => {
  it.each([
    [1, 28],
    [13, 28],
    [14, 29],
    [44, 89],
  ])('of a longest gap of %d days is %d days', (longestGap, limit) => {
    expect(limitOf({ longestGap })).toBe(limit);
  });

  it.each([
    ['one day before the limit', 9, 27, 90, false],
    ['at the limit', 9, 28, 90, true],
    ['at the limit of a longer gap', 20, 41, 90, true],
    ['one day before that', 20, 40, 90, false],
    ['one day before the threshold', 9, 89, 90, true],
    ['at the threshold the state says it', 9, 90, 90, false],
    ['a limit one below the threshold', 44, 89, 90, true],
    ['a limit at the threshold says nothing', 14, 29, 29, false],
    ['a limit above the threshold says nothing', 45, 89, 90, false],
    ['a threshold of 28 days', 1, 28, 28, false],
  ])('decides who is quiet: %s', (_, longestGap, days, thresholdDays, quiet) => {
    expect(isQuiet({ gaps: 10, longestGap }, { days, isWatched: true }, thresholdDays)).toBe(quiet);
  });

  it('calls nobody quiet whose silence spans an unwatched day', () => {
    expect(isQuiet({ gaps: 10, longestGap: 1 }, { days: 50, isWatched: false }, 90)).toBe(false);
  });
});

describe('the words', () => {
  it('say the silence, the number of gaps and the longest', () => {
    expect(rhythmWords({ gaps: 212, longestGap: 9 }, 31)).toBe(
      'silent 31 days; the longest of 212 gaps in the last 400 days was 9',
    );
    expect(rhythmWords({ gaps: 10, longestGap: 1 }, 1)).toMatch(/^silent 1 day; /);
  });
});

describe('laws', () => {
  const days = fc
    .uniqueArray(fc.integer({ min: 700, max: 1000 }), { minLength: 12, maxLength: 80 })
    .map((some) => some.sort((a, b) => a - b));
  const unwatched = fc.uniqueArray(fc.integer({ min: 700, max: 1000 }), { maxLength: 60 });
  const watchedBut = (missing: readonly number[]) => (day: number) => !missing.includes(day);

  it('a day that comes twice changes nothing', () => {
    fc.assert(
      fc.property(days, unwatched, (active, missing) => {
        const twice = active.flatMap((day) => [day, day]);
        const isWatched = watchedBut(missing);
        expect(rhythmOf(activity(twice, { isWatched }))).toEqual(rhythmOf(activity(active, { isWatched })));
      }),
    );
  });

  it('an unwatched day never adds a gap and never makes the longest longer', () => {
    fc.assert(
      fc.property(days, unwatched, fc.integer({ min: 700, max: 1000 }), (active, missing, one) => {
        const before = rhythmOf(activity(active, { isWatched: watchedBut(missing) }));
        const after = rhythmOf(activity(active, { isWatched: watchedBut([...missing, one]) }));
        expect(after?.gaps ?? 0).toBeLessThanOrEqual(before?.gaps ?? 0);
        if (after !== undefined) expect(after.longestGap).toBeLessThanOrEqual(before?.longestGap ?? 0);
      }),
    );
  });

  it('a later activity never makes quiet who was not, as long as its rhythm is known and stays in the window', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 89 }), fc.integer({ min: 1, max: 89 }), (active, silent, ago) => {
        fc.pre(ago < silent);
        const last = active.at(-1) ?? 0;
        const later = [...active, last + silent - ago];
        const before = rhythmOf(activity(active));
        const after = rhythmOf(activity(later));
        fc.pre(before !== undefined && after !== undefined && later.every((day) => day > last + silent - ago - 400));
        const was = isQuiet(before, { days: silent, isWatched: true }, 90);
        if (!was) expect(isQuiet(after, { days: ago, isWatched: true }, 90)).toBe(false);
      }),
    );
  });

  it('nobody is quiet who was active in the last 27 days', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 0, max: 27 }),
        fc.integer({ min: 1, max: 400 }),
        (active, silent, threshold) => {
          const rhythm = rhythmOf(activity(active));
          fc.pre(rhythm !== undefined);
          expect(isQuiet(rhythm, { days: silent, isWatched: true }, threshold)).toBe(false);
        },
      ),
    );
  });

  it('a longer gap never makes quiet', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(100), (gap, more, silent) => {
        const quiet = (longestGap: number) => isQuiet({ gaps: 10, longestGap }, { days: silent, isWatched: true }, 90);
        if (quiet(gap + more + 1)) expect(quiet(gap + 1)).toBe(true);
      }),
    );
  });
});
