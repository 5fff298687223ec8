import { describe, expect, it } from 'vitest';
import type { RegionTrail, TrailHealth } from '../../../domain/coverage/trail-health.ts';
import { daysOfBits } from '../../../domain/day-set.ts';
import { planUnrecordedDays, unrecordedDaysOf, withUnrecordedDays } from '../../../domain/reconcile/unrecorded-days.ts';
import { emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import type { Instant } from '../../../domain/time.ts';
import { wholeTrail } from '../../fakes/reconcile-world.ts';
import { account, daysAgo, instant, now, region } from '../builders.ts';

const home = region('eu-west-1');
const healthOf = (changes: Partial<RegionTrail>): TrailHealth => ({
  kind: 'known',
  regions: new Map([[home, { ...wholeTrail, ...changes }]]),
});
const daysOf = (health: TrailHealth, lastRun: Instant | undefined, clock = now) =>
  [...(unrecordedDaysOf(health, lastRun, clock).get(home) ?? [])].flatMap(([month, bits]) =>
    daysOfBits(bits).map((day) => `${month}-${`${day}`.padStart(2, '0')}`),
  );

describe('the days on which a trail may have left something out, asked on 2026-11-23 at 08:00', () => {
  it.each<[string, Partial<RegionTrail>]>([
    ['does not log', { logging: false }],
    ['leaves out what reads', { reads: false }],
    ['leaves out what writes', { writes: false }],
    ['leaves out one source', { excludedSources: ['kms.amazonaws.com'] }],
  ])('are those since the last run, where it %s', (_, changes) => {
    expect(daysOf(healthOf(changes), daysAgo(1))).toEqual(['2026-11-22', '2026-11-23']);
    expect(daysOf(healthOf(changes), undefined)).toEqual(['2026-11-23']);
  });

  it.each<[string, Instant | undefined, readonly string[]]>([
    ['a second before the last run', daysAgo(1, -1), []],
    ['at a time that is not known', undefined, []],
    ['three hours after it', daysAgo(1, 3 * 3600), ['2026-11-22']],
    ['this morning', instant('2026-11-23T04:00:00Z'), ['2026-11-22', '2026-11-23']],
    ['at the very moment of the last run', daysAgo(1), []],
    ['a second after it', daysAgo(1, 1), ['2026-11-22']],
    ['now', now, ['2026-11-22', '2026-11-23']],
    ['a second from now', daysAgo(0, 1), []],
    ['in the future', daysAgo(-1), []],
  ])('are those until it was begun anew: %s', (_, since, days) => {
    expect(daysOf(healthOf({ since }), daysAgo(1))).toEqual(days);
  });

  it('are none where nobody knows, or where there was no run before that could have looked', () => {
    expect(daysOf({ kind: 'unknown', why: 'AccessDenied' }, daysAgo(1))).toEqual([]);
    expect(daysOf(healthOf({ since: daysAgo(0, -60) }), undefined)).toEqual([]);
  });

  it('reach back a month at most, over its end', () => {
    const days = daysOf(healthOf({ logging: false }), daysAgo(400));
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-23', '2026-11-23', 32]);
  });

  it('end at the end of time', () => {
    const end = instant('9999-12-31T23:59:59Z');
    expect(daysOf(healthOf({ logging: false }), undefined, end)).toEqual(['9999-12-31']);
  });
});

describe('unrecorded days', () => {
  const watch = { lastRecord: now, lastProof: now, days: new Map() };
  const stored: StoredAccount = { ...emptyAccount(account()), watches: new Map([[home, watch]]) };
  const unrecorded = unrecordedDaysOf(healthOf({ logging: false }), daysAgo(1), now);

  it('are written once', () => {
    const [write, ...more] = planUnrecordedDays(stored, unrecorded);
    expect(more).toEqual([]);
    expect(write).toMatchObject({ kind: 'days', entry: 'region#eu-west-1#dark#month#2026-11', bits: 3 << 21 });
    expect(planUnrecordedDays(withUnrecordedDays(stored, unrecorded), unrecorded)).toEqual([]);
  });

  it('are none of a Region that nobody ever watched', () => {
    const elsewhere = new Map([[region('us-east-1'), unrecorded.get(home) ?? new Map()]]);
    expect(planUnrecordedDays(stored, elsewhere)).toEqual([]);
    expect(withUnrecordedDays(stored, elsewhere)).toEqual(stored);
  });
});
