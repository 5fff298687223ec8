import { describe, expect, it } from 'vitest';
import type { Watch } from '../../../domain/coverage/watch.ts';
import { regionsToWatch, watchCalendar, watchedDays } from '../../../domain/coverage/watched-days.ts';
import { addDay } from '../../../domain/day-set.ts';
import type { Region } from '../../../domain/ids.ts';
import { dayNumberOf, dayOfNumber, type Instant, type Month } from '../../../domain/time.ts';
import { daysAgo, instant, now, question, region } from '../builders.ts';

function daysOf(...times: readonly Instant[]) {
  const days = new Map<Month, number>();
  for (const at of times) addDay(days, at);
  return days;
}
const watchOf = (...times: readonly Instant[]): Watch => ({
  lastRecord: now,
  lastProof: times.toSorted().at(-1),
  days: daysOf(...times),
});
const daysIn = (watches: ReadonlyMap<Region, Watch>, regions: readonly Region[], at: Instant | undefined) =>
  watchedDays({ watches, lookups: undefined }, regions, at && { now: at, thresholdDays: 90 });
const [west, east] = [region('eu-west-1'), region('us-east-1')];
const both = [west, east];

describe('a day counts as watched', () => {
  it('only where every Region of the logs was', () => {
    const watches = new Map([
      [west, watchOf(daysAgo(9), daysAgo(8), daysAgo(7))],
      [east, watchOf(daysAgo(8), daysAgo(7), daysAgo(6))],
    ]);
    expect(daysIn(watches, both, now)).toEqual(['2026-11-15', '2026-11-16']);
  });

  it('not at all where an enabled Region is in no log', () => {
    const watches = new Map([[west, watchOf(daysAgo(8))]]);
    expect(daysIn(watches, regionsToWatch(watches, [east]), now)).toEqual([]);
    expect(daysIn(watches, regionsToWatch(watches), now)).toEqual(['2026-11-15']);
    expect(daysIn(new Map(), [], now)).toEqual([]);
  });

  it('also before the tenth of a month, as 2026-11-05', () => {
    const watches = new Map([[west, watchOf(daysAgo(18))]]);
    expect(daysIn(watches, [west], now)).toEqual(['2026-11-05']);
  });

  it('in the Regions of the logs and those that are enabled, each once and in order', () => {
    const watches = new Map([[east, watchOf(now)]]);
    expect(regionsToWatch(watches, [west, east, region('ap-south-1')])).toEqual([
      'ap-south-1',
      'eu-west-1',
      'us-east-1',
    ]);
  });

  it('not where the trail left something out', () => {
    const watch = { ...watchOf(daysAgo(8), daysAgo(7)), unrecorded: daysOf(daysAgo(8)) };
    expect(daysIn(new Map([[west, watch]]), [west], now)).toEqual(['2026-11-16']);
  });

  it('today also by a stored proof of the last 30 hours, as in the verdict', () => {
    const watches = new Map([[west, watchOf(daysAgo(1))]]);
    expect(daysIn(watches, [west], now)).toEqual(['2026-11-22', '2026-11-23']);
    expect(daysIn(watches, [west], instant('2026-11-23T14:00:00Z'))).toEqual(['2026-11-22', '2026-11-23']);
    expect(daysIn(watches, [west], instant('2026-11-23T14:00:01Z'))).toEqual(['2026-11-22']);
    expect(daysIn(watches, [west], undefined)).toEqual(['2026-11-22']);
  });

  it('also where the event history was searched for the user in the Regions that nobody watched', () => {
    const watches = new Map([[west, watchOf(daysAgo(9), daysAgo(8), daysAgo(7), daysAgo(6))]]);
    const lookups = new Map([[east, { from: instant('2026-11-15T00:00:00Z'), to: instant('2026-11-16T23:59:59Z') }]]);
    expect(watchedDays({ watches, lookups }, both, question)).toEqual(['2026-11-15', '2026-11-16']);
    expect(watchedDays({ watches, lookups }, both, undefined)).toEqual([]);
  });

  it('by the event history alone, without any log, up to the time of the run', () => {
    const lookups = new Map(both.map((name) => [name, { from: daysAgo(3), to: now }]));
    expect(watchedDays({ watches: new Map(), lookups }, both, question)).toEqual([
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
    ]);
  });
});

describe('the calendar of an account', () => {
  const watches = new Map([
    [west, watchOf(daysAgo(3), daysAgo(2), daysAgo(1))],
    [east, watchOf(daysAgo(3), daysAgo(1))],
  ]);
  const calendar = watchCalendar(watches, both, question);
  const number = (ago: number) => dayNumberOf(daysAgo(ago));

  it('has the days of watchedDays, as numbers', () => {
    const days = daysIn(watches, both, now);
    expect([...calendar.days].map(dayOfNumber)).toEqual(days);
    expect(days).toEqual(['2026-11-20', '2026-11-22', '2026-11-23']);
  });

  it('adds for one user what was looked up in the Regions that were not watched', () => {
    const lookups = new Map([[east, { from: daysAgo(60), to: now }]]);
    expect(calendar.isWatchedFor(number(2), undefined)).toBe(false);
    for (const _ of ['first', 'again']) expect(calendar.isWatchedFor(number(2), lookups)).toBe(true);
    expect(calendar.isWatchedFor(number(2), new Map([[west, { from: daysAgo(60), to: now }]]))).toBe(false);
    expect(calendar.isWatchedFor(number(4), lookups)).toBe(false);
    expect(calendar.isWatchedFor(number(1), undefined)).toBe(true);
  });

  it('has no day where no Region is known', () => {
    expect(watchCalendar(new Map(), [], question).isWatchedFor(number(1), new Map())).toBe(false);
  });
});
