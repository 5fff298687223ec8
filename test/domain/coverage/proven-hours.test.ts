import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf, isWatched } from '../../../domain/coverage/coverage.ts';
import {
  hourOf,
  hoursByMonth,
  hoursOfMonth,
  mergeProvenHours,
  type ProvenHours,
  provenHours,
} from '../../../domain/coverage/proven-hours.ts';
import { proofWords, provenWindow } from '../../../domain/coverage/proven-window.ts';
import { mergeWatch, type Watch } from '../../../domain/coverage/watch.ts';
import { watchedDays } from '../../../domain/coverage/watched-days.ts';
import type { Region } from '../../../domain/ids.ts';
import type { Instant, Month } from '../../../domain/time.ts';
import { daysAgo, instant, now, region } from '../builders.ts';

const hours = (from: string, to: string): number[] => {
  const [first, end] = [hourOf(instant(from)), hourOf(instant(to))];
  return Array.from({ length: end - first }, (_, index) => first + index);
};
const proofOf = (proven: readonly number[], selectors: readonly number[] = proven): ProvenHours =>
  provenHours(new Set(proven), new Set(selectors));
const quiet = (proof: ProvenHours | undefined): Watch => ({
  lastRecord: undefined,
  lastProof: undefined,
  days: new Map(),
  ...(proof && { proof }),
});
const question = { now, thresholdDays: 5 };
const other = 'us-east-1' as Region;
const start = '2026-11-18T08:00:00Z';

describe('a Region without a single record, at 2026-11-23 08:00 and of five days', () => {
  const coverage = (proven: readonly number[]) =>
    coverageOf(new Map([[region(), quiet(proofOf(proven))]]), question).kind;

  it.each([
    [
      'by every hour up to a day before the newest digest',
      hours('2026-11-18T00:00:00Z', '2026-11-22T07:00:00Z'),
      'whole',
    ],
    ['by a proof that ends two days ago', hours('2026-11-18T00:00:00Z', '2026-11-21T08:00:00Z'), 'whole'],
    ['not by one that ends an hour earlier', hours('2026-11-18T00:00:00Z', '2026-11-21T07:00:00Z'), 'partial'],
    ['not with an hour missing', hours('2026-11-18T00:00:00Z', '2026-11-22T07:00:00Z').toSpliced(30, 1), 'partial'],
    [
      'not where the first hour of the first day is missing',
      hours('2026-11-18T01:00:00Z', '2026-11-22T07:00:00Z'),
      'partial',
    ],
  ])('is watched %s', (_, proven, kind) => {
    expect(coverage(proven)).toBe(kind);
  });

  it('names the day whose hour is missing', () => {
    const proven = hours('2026-11-18T00:00:00Z', '2026-11-22T07:00:00Z').toSpliced(30, 1);
    const gaps = [{ region: region(), from: '2026-11-19', to: '2026-11-19' }];
    expect(coverageOf(new Map([[region(), quiet(proofOf(proven))]]), question)).toMatchObject({ gaps });
  });

  it('is watched by calls on some days and by digests on the others', () => {
    const calls = { ...quiet(undefined), lastProof: now, days: new Map([['2026-11' as Month, 0b111 << 20]]) };
    const proof = proofOf(hours('2026-11-18T00:00:00Z', '2026-11-21T00:00:00Z'));
    expect(coverageOf(new Map([[region(), { ...calls, proof }]]), question).kind).toBe('whole');
    expect(coverageOf(new Map([[region(), calls]]), question).kind).toBe('partial');
  });

  it('is not watched on a day on which the trail left something out', () => {
    const proof = proofOf(hours('2026-11-18T00:00:00Z', '2026-11-22T07:00:00Z'));
    const unrecorded = new Map([['2026-11' as Month, 1 << 19]]);
    expect(isWatched({ ...quiet(proof), unrecorded }, instant('2026-11-20T00:00:00Z'), now)).toBe(false);
    expect(isWatched({ ...quiet(proof), unrecorded }, instant('2026-11-21T00:00:00Z'), now)).toBe(true);
  });

  it('has its proven days in the calendar, and none after today', () => {
    const watches = new Map([[region(), quiet(proofOf(hours('2026-11-20T00:00:00Z', '2026-11-22T07:00:00Z')))]]);
    const days = watchedDays({ watches, lookups: undefined }, [region()], question);
    expect(days).toEqual(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']);
    expect(isWatched(watches.get(region()) as Watch, daysAgo(-1), now)).toBe(false);
  });
});

describe('the proof of a window', () => {
  const proven = (proofs: readonly (ProvenHours | undefined)[], unrecorded?: Watch['unrecorded']) => {
    const names = [region(), other].slice(0, proofs.length);
    const watches = new Map(names.map((name, index) => [name, { ...quiet(proofs[index]), unrecorded }]));
    return provenWindow(watches as ReadonlyMap<Region, Watch>, names, question);
  };
  const all = hours(start, '2026-11-22T07:00:00Z');

  it('is whole where every hour up to its end is proven in every Region', () => {
    const found = proven([proofOf(all), proofOf(all)]);
    expect(found).toEqual({ kind: 'whole', hours: 95, ofHours: 95, regions: 2, ofRegions: 2, selectorsSeen: true });
    expect(found && proofWords(found)).toBe(
      'no call in 95 of 95 hours and 2 of 2 Regions, log files signed by CloudTrail',
    );
  });

  it('ends where the proof of the first Region ends, at the latest two days ago', () => {
    expect(proven([proofOf(all), proofOf(all.slice(0, -10))])).toMatchObject({ kind: 'whole', hours: 85, ofHours: 85 });
    const early = proven([proofOf(all), proofOf(all.slice(0, -30))]);
    expect(early).toMatchObject({ kind: 'partial', hours: 65, ofHours: 72, regions: 1 });
    expect(early && proofWords(early)).toBe(
      'signed log files prove 65 of 72 hours in all Regions, 1 of 2 Regions throughout',
    );
  });

  it('is partial where a Region is not proven at all, and none where no Region is', () => {
    expect(proven([proofOf(all), undefined])).toMatchObject({ kind: 'partial', hours: 0, ofHours: 72, regions: 1 });
    expect(proven([undefined, undefined])).toBeUndefined();
    expect(proven([proofOf(hours('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z'))])).toBeUndefined();
    expect(proven([])).toBeUndefined();
  });

  it('says where the selectors of a proven hour are not known', () => {
    const found = proven([proofOf(all, all.slice(1))]);
    expect(found).toMatchObject({ kind: 'whole', selectorsSeen: false });
    expect(found && proofWords(found)).toContain('(selectors not seen)');
    expect(proven([proofOf(all.slice(1), all.slice(1))])).toMatchObject({ kind: 'partial', selectorsSeen: true });
  });

  it('has no hour of a day on which the trail left something out', () => {
    const found = proven([proofOf(all)], new Map([['2026-11' as Month, 1 << 19]]));
    expect(found).toMatchObject({ kind: 'partial', hours: 95 - 24, ofHours: 95 });
  });
});

describe('proven hours', () => {
  const set = fc
    .uniqueArray(fc.integer({ min: 480_000, max: 500_000 }), { maxLength: 50 })
    .map((each) => new Set(each));
  const arbitrary = fc.tuple(set, set).map(([a, b]) => provenHours(a, b));

  it('merge in any order and any number of times', () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
        const sets = (proof: ProvenHours | undefined) => [
          [...(proof?.hours ?? [])].sort(),
          [...(proof?.selectorHours ?? [])].sort(),
          proof?.end,
        ];
        const left = sets(mergeProvenHours(mergeProvenHours(a, b), c));
        expect(sets(mergeProvenHours(c, mergeProvenHours(b, mergeProvenHours(a, b))))).toEqual(left);
        expect(sets(mergeWatch(mergeWatch(quiet(a), quiet(b)), quiet(c)).proof)).toEqual(left);
      }),
    );
  });

  it('are the same after they were divided into months', () => {
    fc.assert(
      fc.property(arbitrary, ({ hours: all }) => {
        const months = [...hoursByMonth(all)].flatMap(([month, some]) => [...hoursOfMonth(month, some)]);
        expect(months.sort()).toEqual([...all].sort());
      }),
    );
  });

  it('of a month are its own alone', () => {
    expect([...hoursOfMonth('2026-11' as Month, [-1, 0, 743, 744])]).toEqual([
      hourOf('2026-11-01T00:00:00Z' as Instant),
      hourOf('2026-11-01T00:00:00Z' as Instant) + 743,
    ]);
  });

  it('end behind the latest of them', () => {
    expect([proofOf([]).end, proofOf([7, 3]).end, proofOf([0]).end]).toEqual([0, 8, 1]);
    expect(mergeProvenHours(undefined, undefined)).toBeUndefined();
  });
});
