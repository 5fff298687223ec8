import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listenedDays, listeningWords } from '../../../domain/coverage/listened-days.ts';
import { hourOf, provenHours } from '../../../domain/coverage/proven-hours.ts';
import type { Watch } from '../../../domain/coverage/watch.ts';
import { addDay } from '../../../domain/day-set.ts';
import type { Region } from '../../../domain/ids.ts';
import { daysAgo, now, region } from '../builders.ts';

/** A Region that was watched on the days that are so many days ago. */
function watchOn(agos: Iterable<number>): Watch {
  const days: Parameters<typeof addDay>[0] = new Map();
  for (const ago of agos) addDay(days, daysAgo(ago));
  return { lastRecord: now, lastProof: undefined, days };
}

const all = Array.from({ length: 40 }, (_, ago) => ago);
const [ireland, virginia] = [region('eu-west-1'), region('us-east-1')];
const since = daysAgo(20);

describe('the days on which somebody listened', () => {
  it.each<[string, [Region, Watch][], Region[], number, number]>([
    ['all of them', [[ireland, watchOn(all)]], [], 19, 0],
    ['none without a Region', [], [], 0, 19],
    ['none where an enabled Region has no logs', [[ireland, watchOn(all)]], [virginia], 0, 19],
    [
      'those on which every Region was watched',
      [
        [ireland, watchOn(all)],
        [virginia, watchOn([3, 4, 5])],
      ],
      [],
      3,
      14,
    ],
    [
      'not one that the trail left something out of',
      [[ireland, { ...watchOn(all), unrecorded: watchOn([7]).days }]],
      [],
      18,
      1,
    ],
    ['neither the first day nor today', [[ireland, watchOn([20, 0])]], [], 0, 19],
  ])('are %s', (_, watches, regions, days, longestBreak) => {
    const listened = listenedDays(new Map(watches), { now, regions }, since);
    expect(listened).toEqual({ days, ofDays: 19, longestBreak });
  });

  it('are those too that signed digests prove', () => {
    const hours = new Set(
      all.slice(1).flatMap((ago) => Array.from({ length: 24 }, (_, hour) => hourOf(daysAgo(ago)) - 8 + hour)),
    );
    const proven = { ...watchOn([]), proof: provenHours(hours, hours) };
    expect(listenedDays(new Map([[ireland, proven]]), { now }, since).days).toBeGreaterThanOrEqual(18);
  });

  it('law 11: never grow on a blind day, by a blind Region, or by a day that was not watched', () => {
    const days = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 30 });
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 25 }), (here, there, blind) => {
        const count = (...watched: readonly (readonly number[])[]) => {
          const watches = watched.map((each, index) => [region(`eu-west-${index + 1}`), watchOn(each)] as const);
          return listenedDays(new Map(watches), { now }, since).days;
        };
        const both = count(here, there);
        expect(both).toBeLessThanOrEqual(Math.min(count(here), count(there)));
        expect(count(here, there, [])).toBe(0);
        expect(
          count(
            here.filter((day) => day !== blind),
            there,
          ),
        ).toBeLessThanOrEqual(both);
        expect(listenedDays(new Map(), { now, regions: [virginia] }, since).days).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('say in words how many they are, and what is not heard', () => {
    const counted = { days: 18, ofDays: 20, longestBreak: 1 };
    expect(listeningWords({ ...counted, unheard: [] })).toBe('18 of 20 days listened');
    expect(listeningWords({ ...counted, unheard: ['s3', 'sqs'] })).toBe(
      '18 of 20 days listened; heard partly: calls on data of s3, sqs are not recorded',
    );
    expect(listeningWords({ ...counted, unheard: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toMatch(
      /e and 2 more services/,
    );
    expect(listeningWords(counted)).toMatch(/a policy of it cannot be read$/);
  });
});
