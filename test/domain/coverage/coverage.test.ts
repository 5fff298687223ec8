import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf, watchedSince } from '../../../domain/coverage/coverage.ts';
import {
  addRecord,
  addRecordDays,
  mergeWatch,
  mergeWatches,
  type Watch,
  type WatchFold,
} from '../../../domain/coverage/watch.ts';
import { bitsOfDays } from '../../../domain/day-set.ts';
import type { Region } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Question } from '../../../domain/question.ts';
import type { Instant, Month } from '../../../domain/time.ts';
import { account, daysAgo, instant, now, record, region } from '../builders.ts';

/** Watches of one account after a record at each of these times, by Region. */
function watched(times: Record<string, readonly Instant[]>, clock = now): ReadonlyMap<Region, Watch> {
  const fold: WatchFold = new Map();
  for (const [awsRegion, ats] of Object.entries(times)) {
    for (const eventTime of ats) addRecord(fold, record({ eventTime, awsRegion }), clock, 'may-prove');
  }
  return fold.get(account()) ?? new Map();
}

const window = (thresholdDays: number): Question => ({ now, thresholdDays });
const everyDay = (days: number) => Array.from({ length: days + 1 }, (_, index) => daysAgo(index));
const without = (days: readonly number[], of = 5) => everyDay(of).filter((_, index) => !days.includes(index));
const gap = (from: string, to: string, name = 'eu-west-1') => ({ region: name, from, to });

describe('how far CloudTrail vouches for a window of 5 days before 2026-11-23 08:00', () => {
  it('not at all without logs', () => {
    expect(coverageOf(new Map(), window(5))).toEqual({ kind: 'none' });
  });

  it('wholly, with a record on each day, the first and today too', () => {
    expect(coverageOf(watched({ 'eu-west-1': everyDay(5) }), window(5))).toEqual({
      kind: 'whole',
      regions: ['eu-west-1'],
    });
  });

  it.each<[string, readonly number[], object[]]>([
    ['the first day is missing', [5], [gap('2026-11-18', '2026-11-18')]],
    ['a day in the middle is missing', [3], [gap('2026-11-20', '2026-11-20')]],
    ['several days on end are missing', [2, 3, 4], [gap('2026-11-19', '2026-11-21')]],
    ['days here and there are missing', [2, 4], [gap('2026-11-19', '2026-11-19'), gap('2026-11-21', '2026-11-21')]],
    ['yesterday is missing', [1], [gap('2026-11-22', '2026-11-22')]],
    ['yesterday and today are missing', [0, 1], [gap('2026-11-22', '2026-11-23')]],
    ['all but the first are missing', [0, 1, 2, 3, 4], [gap('2026-11-19', '2026-11-23')]],
  ])('in part, where %s', (_, missing, gaps) => {
    expect(coverageOf(watched({ 'eu-west-1': without(missing) }), window(5))).toEqual({
      kind: 'partial',
      regions: ['eu-west-1'],
      gaps,
    });
  });

  it.each<[string, Instant, string]>([
    ['30 hours ago', daysAgo(1, -21_600), 'whole'],
    ['a second more than 30 hours ago', daysAgo(1, -21_601), 'partial'],
    ['a minute after midnight yesterday', instant('2026-11-22T00:01:00Z'), 'partial'],
    ['late yesterday', instant('2026-11-22T23:59:59Z'), 'whole'],
    ['today', instant('2026-11-23T00:00:00Z'), 'whole'],
  ])('today counts as watched if the last stored proof is of the last 30 hours: %s', (_, last, kind) => {
    const before = without([0, 1]).map((at) => at);
    const yesterday = instant('2026-11-22T00:00:00Z');
    expect(coverageOf(watched({ 'eu-west-1': [...before, yesterday, last] }), window(5)).kind).toBe(kind);
  });

  it.each([
    ['that writes', { readOnly: false }],
    ['that does not say whether it reads', { readOnly: undefined }],
    ['that says so in a text', { readOnly: 'true' }],
    ['that says so in a number', { readOnly: 1 }],
    ['that says null', { readOnly: null }],
    ['that does not say whether it manages', { managementEvent: undefined }],
    ['that says in a text that it manages', { managementEvent: 'true' }],
    ['without a category', { eventCategory: undefined }],
    ['whose category is null', { eventCategory: null }],
    ['whose category is a list', { eventCategory: ['Management'] }],
    ['that is a data event', { eventCategory: 'Data', managementEvent: false }],
    ['that is a data event by one word alone', { managementEvent: false }],
    ['that is an Insight', { eventCategory: 'Insight' }],
    ['that is network activity', { eventCategory: 'NetworkActivity' }],
  ])('a record %s names its Region, and proves no day of it', (_, fields) => {
    const fold: WatchFold = new Map();
    for (const eventTime of everyDay(5)) addRecord(fold, record({ eventTime, ...fields }), now, 'may-prove');
    const watches = fold.get(account()) ?? new Map();
    expect(watches).toEqual(new Map([[region(), { lastRecord: now, lastProof: undefined, days: new Map() }]]));
    expect(coverageOf(watches, window(5))).toEqual({
      kind: 'partial',
      regions: ['eu-west-1'],
      gaps: [gap('2026-11-18', '2026-11-23')],
    });
  });

  it('a management event that only reads proves its day', () => {
    const fold: WatchFold = new Map();
    for (const eventTime of everyDay(5)) addRecord(fold, record({ eventTime }), now, 'may-prove');
    expect(coverageOf(fold.get(account()) ?? new Map(), window(5)).kind).toBe('whole');
  });

  it('a record that is not understood names its Region, and proves no day of it', () => {
    const fold: WatchFold = new Map();
    for (const eventTime of everyDay(5)) addRecord(fold, record({ eventTime }), now, 'proves-nothing');
    expect(coverageOf(fold.get(account()) ?? new Map(), window(5))).toMatchObject({
      gaps: [gap('2026-11-18', '2026-11-23')],
    });
  });

  it('a record after the time of the question proves nothing of the day of the question', () => {
    const later = watched({ 'eu-west-1': [...without([0, 1]), daysAgo(1, -1), daysAgo(-3)] }, daysAgo(-3));
    expect(coverageOf(later, window(5))).toEqual({
      kind: 'partial',
      regions: ['eu-west-1'],
      gaps: [gap('2026-11-23', '2026-11-23')],
    });
  });

  it('days before the window do not matter', () => {
    expect(coverageOf(watched({ 'eu-west-1': [...everyDay(5), daysAgo(30)] }), window(5)).kind).toBe('whole');
    expect(coverageOf(watched({ 'eu-west-1': [daysAgo(30)] }), window(5))).toEqual({
      kind: 'partial',
      regions: ['eu-west-1'],
      gaps: [gap('2026-11-18', '2026-11-23')],
    });
  });

  it('each Region that the logs hold has to be watched', () => {
    const regions = { 'us-east-1': everyDay(5), 'eu-west-1': everyDay(5) };
    expect(coverageOf(watched(regions), window(5))).toEqual({ kind: 'whole', regions: ['eu-west-1', 'us-east-1'] });
    expect(coverageOf(watched({ ...regions, 'ap-south-1': without([2]) }), window(5))).toEqual({
      kind: 'partial',
      regions: ['ap-south-1', 'eu-west-1', 'us-east-1'],
      gaps: [gap('2026-11-21', '2026-11-21', 'ap-south-1')],
    });
  });

  it('a Region that is enabled and in no log is not watched at all', () => {
    const regions = [region('eu-west-1'), region('sa-east-1')];
    expect(coverageOf(watched({ 'eu-west-1': everyDay(5) }), { ...window(5), regions })).toEqual({
      kind: 'partial',
      regions,
      gaps: [gap('2026-11-18', '2026-11-23', 'sa-east-1')],
    });
    expect(coverageOf(new Map(), { ...window(5), regions: [region()] })).toMatchObject({
      gaps: [gap('2026-11-18', '2026-11-23')],
    });
  });

  it('a day on which the trail left something out is not watched, whatever else was proven on it', () => {
    const watch = watched({ 'eu-west-1': everyDay(5) }).get(region()) as Watch;
    const unrecorded = (...bits: number[]) =>
      new Map([[region(), { ...watch, unrecorded: new Map([['2026-11' as Month, bitsOfDays(bits)]]) }]]);
    expect(coverageOf(unrecorded(20, 21), window(5))).toMatchObject({ gaps: [gap('2026-11-20', '2026-11-21')] });
    expect(coverageOf(unrecorded(23), window(5))).toMatchObject({ gaps: [gap('2026-11-23', '2026-11-23')] });
    expect(coverageOf(unrecorded(17), window(5)).kind).toBe('whole');
  });

  it.each<[string, readonly Instant[], string | undefined]>([
    ['the first day of all', everyDay(5), '2026-11-18'],
    ['the day after a day without a proof', without([3]), '2026-11-21'],
    ['today', [daysAgo(0)], '2026-11-23'],
    ['yesterday, where today has no proof yet', [daysAgo(1)], '2026-11-22'],
    ['never, where the last proof is more than a day old', without([0, 1]), undefined],
    ['never, where only the future has one', [], undefined],
  ])('is watched since %s', (_, times, since) => {
    const watch = watched({ 'eu-west-1': times }).get(region());
    expect(watchedSince(watch ?? { lastRecord: now, lastProof: daysAgo(-1), days: new Map() }, now)).toBe(since);
  });

  it('is watched since the beginning of time at most', () => {
    const watch = watched({ 'eu-west-1': [instant('1970-01-01T12:00:00Z'), instant('1970-01-02T12:00:00Z')] });
    expect(watchedSince(watch.get(region()) as Watch, instant('1970-01-02T12:00:00Z'))).toBe('1970-01-01');
  });

  it('is told at the ends of time too', () => {
    const end = instant('9999-12-31T12:00:00Z');
    const begin = instant('1970-01-02T12:00:00Z');
    expect(coverageOf(watched({ 'eu-west-1': everyDay(5) }), { now: end, thresholdDays: 2 }).kind).toBe('partial');
    expect(coverageOf(watched({ 'eu-west-1': everyDay(5) }), { now: begin, thresholdDays: 90 })).toMatchObject({
      gaps: [gap('1970-01-01', '1970-01-02')],
    });
  });
});

function daysOfGap({ region: name, from, to }: { region: string; from: string; to: string }): string[] {
  const days = everyDay(5).map((at) => at.slice(0, 10));
  return days.filter((day) => day >= from && day <= to).map((day) => `${name} ${day}`);
}

describe('laws of coverage', () => {
  const days = fc.array(fc.integer({ min: 0, max: 8 }).map((count) => daysAgo(count)));
  const logs = fc.record({ 'eu-west-1': days, 'us-east-1': days });

  it('more proofs of the same Regions never make less of it', () => {
    fc.assert(
      fc.property(fc.subarray(everyDay(8), { minLength: 1 }), logs, fc.boolean(), (some, more, isWhole) => {
        const first = isWhole ? everyDay(5) : some;
        const unwatched = (logged: Record<string, readonly Instant[]>) => {
          const coverage = coverageOf(watched(logged), window(5));
          return coverage.kind === 'partial' ? coverage.gaps.flatMap(daysOfGap) : [];
        };
        const before = unwatched({ 'eu-west-1': first, 'us-east-1': everyDay(5) });
        const grown = {
          'eu-west-1': [...first, ...more['eu-west-1']],
          'us-east-1': [...everyDay(5), ...more['us-east-1']],
        };
        expect(before).toEqual(expect.arrayContaining(unwatched(grown)));
        if (isWhole) expect(before).toEqual([]);
      }),
    );
  });

  it('proofs may come in any order, repeated, in any number of batches', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        fc.pre(a.length > 0 && b.length > 0);
        const watch = (times: readonly Instant[]) => watched({ 'eu-west-1': times }).get(region()) as Watch;
        expect(mergeWatch(watch(a), watch(b))).toEqual(watch([...b, ...a, ...b]));
        expect(mergeWatch(undefined, watch(a))).toEqual(watch(a));
      }),
    );
  });
});

describe('what says that a Region is in use', () => {
  const proofs = (changes: JsonObject) => {
    const fold: WatchFold = new Map();
    addRecord(fold, record(changes), now, 'may-prove');
    return [...fold].flatMap(([id, regions]) =>
      [...regions].map(([name, { lastRecord }]) => `${id} ${name} ${lastRecord}`),
    );
  };

  it.each<[string, JsonObject, string[]]>([
    ['any record', {}, ['123456789012 eu-west-1 2026-11-23T07:00:00Z']],
    [
      'the record of a role',
      { userIdentity: { type: 'AssumedRole' } },
      ['123456789012 eu-west-1 2026-11-23T07:00:00Z'],
    ],
    [
      'a copy, for whom it was made',
      { recipientAccountId: '999999999999' },
      ['999999999999 eu-west-1 2026-11-23T07:00:00Z'],
    ],
    [
      'without a recipient, the account of the caller',
      { recipientAccountId: undefined },
      ['123456789012 eu-west-1 2026-11-23T07:00:00Z'],
    ],
    ['a record of this very moment', { eventTime: now }, ['123456789012 eu-west-1 2026-11-23T08:00:00Z']],
    ['not one of the future', { eventTime: '2026-11-23T08:00:01Z' }, []],
    ['not one without a time', { eventTime: undefined }, []],
    ['not one of no account', { recipientAccountId: undefined, userIdentity: undefined }, []],
    ['not one without a Region', { awsRegion: undefined }, []],
    ['not one of a Region that is none', { awsRegion: 'EU' }, []],
    [
      'a data event',
      { eventCategory: 'Data', managementEvent: false },
      ['123456789012 eu-west-1 2026-11-23T07:00:00Z'],
    ],
    ['an Insight', { eventCategory: 'Insight' }, ['123456789012 eu-west-1 2026-11-23T07:00:00Z']],
    ['not one of an account that is none', { recipientAccountId: 'x' }, []],
  ])('%s', (_, changes, expected) => {
    expect(proofs(changes)).toEqual(expected);
  });
});

it('days of records whose Region has no record yet say nothing of it', () => {
  const fold: WatchFold = new Map();
  addRecordDays(fold, record(), new Map([['2026-11' as Month, bitsOfDays([3])]]), 'may-prove');
  expect(fold.size).toBe(0);
});

describe('watches that are merged', () => {
  const days = (...bits: number[]) => new Map([['2026-11' as Month, bitsOfDays(bits)]]);
  const watch = (changes: Partial<Watch> = {}): Watch => ({
    lastRecord: now,
    lastProof: undefined,
    days: new Map(),
    ...changes,
  });

  it('have the days that either left out', () => {
    const [some, more] = [watch({ unrecorded: days(1) }), watch({ unrecorded: days(2) })];
    expect(mergeWatch(some, more).unrecorded).toEqual(days(1, 2));
    expect(mergeWatch(some, watch()).unrecorded).toEqual(days(1));
    expect(mergeWatch(watch(), more).unrecorded).toEqual(days(2));
    expect('unrecorded' in mergeWatch(watch(), watch())).toBe(false);
  });

  it('are of each account and Region of either', () => {
    const [first, second] = [account('111111111111'), account('222222222222')];
    const growing = (...bits: number[]) => ({ lastRecord: daysAgo(9), lastProof: daysAgo(9), days: days(...bits) });
    const [home, other] = [region('eu-west-1'), region('us-east-1')];
    const into: WatchFold = new Map([[first, new Map([[home, growing(1)]])]]);
    const late = { ...growing(2), lastRecord: now, lastProof: daysAgo(1) };
    const elsewhere = new Map([[home, growing(4)]]);
    mergeWatches(
      into,
      new Map([
        [
          first,
          new Map([
            [home, late],
            [other, growing(3)],
          ]),
        ],
        [second, elsewhere],
      ]),
    );
    expect(into).toEqual(
      new Map([
        [
          first,
          new Map([
            [home, { lastRecord: now, lastProof: daysAgo(1), days: days(1, 2) }],
            [other, growing(3)],
          ]),
        ],
        [second, elsewhere],
      ]),
    );
  });
});

it('a proof of this very moment watches today', () => {
  expect(watchedSince({ lastRecord: now, lastProof: now, days: new Map() }, now)).toBe('2026-11-23');
});
