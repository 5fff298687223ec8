import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOfBits } from '../../../domain/day-set.ts';
import { callersRemembered } from '../../../domain/sightings/caller.ts';
import {
  addSighting,
  compactLastSeen,
  keysRemembered,
  type LastSeen,
  type LastSeenFold,
  mergeLastSeen,
} from '../../../domain/sightings/last-seen.ts';
import { compareSightings, later, type Sighting } from '../../../domain/sightings/sighting.ts';
import { keys, lastSeens, manySightings, reordered, sightings } from '../arbitraries.ts';
import { daysAgo, instant, key, lastSeen, sighting } from '../builders.ts';

function foldOf(seen: readonly Sighting[]): LastSeen {
  const fold: LastSeenFold<'it'> = new Map();
  for (const each of seen) addSighting(fold, 'it', each);
  return compactLastSeen(fold.get('it') as LastSeen);
}

describe('the later of two sightings', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(sightings, sightings, sightings, (a, b, c) => {
        expect(later(a, b)).toEqual(later(b, a));
        expect(later(later(a, b), c)).toEqual(later(a, later(b, c)));
        expect(later(a, a)).toEqual(a);
      }),
    );
  });

  it('is never before either of them, and is one of them', () => {
    fc.assert(
      fc.property(sightings, sightings, (a, b) => {
        const winner = later(a, b);
        expect(winner.at >= a.at && winner.at >= b.at).toBe(true);
        expect([a, b]).toContain(winner);
      }),
    );
  });

  it('is the other where one is missing', () => {
    const one = sighting();
    expect([later(one, undefined), later(undefined, one), later(undefined, undefined)]).toEqual([one, one, undefined]);
  });

  it('of two that are equal is the first, the very same', () => {
    const [one, copy] = [sighting(), sighting()];
    expect(later(one, copy)).toBe(one);
    expect(compareSightings(one, copy)).toBe(0);
  });

  it.each<[string, Partial<Sighting>, Partial<Sighting>]>([
    ['the later time wins, whatever its id', { at: daysAgo(1), eventId: 'a' }, { at: daysAgo(2), eventId: 'b' }],
    ['one second is later', { at: daysAgo(1, 1) }, { at: daysAgo(1) }],
    ['ties fall to the greater event id', { eventId: 'b' }, { eventId: 'a' }],
    ['an event id beats none', { eventId: 'a' }, { eventId: undefined }],
    ['equal ids fall to the greater of the rest', { userAgent: 'b' }, { userAgent: 'a' }],
    ['even where only the arn differs', { arn: 'b' }, { arn: 'a' }],
  ])('%s', (_, greater, lesser) => {
    const [winner, loser] = [sighting(greater), sighting(lesser)];
    expect([later(winner, loser), later(loser, winner)]).toEqual([winner, winner]);
    expect(compareSightings(winner, loser)).toBeGreaterThan(0);
    expect(compareSightings(loser, winner)).toBeLessThan(0);
  });
});

describe('what is remembered of a subject', () => {
  it('does not depend on the order of sightings, nor on how often each was told', () => {
    const orders = manySightings.chain((seen) => fc.tuple(fc.constant(seen), reordered(seen)));
    fc.assert(
      fc.property(orders, ([seen, again]) => {
        expect(foldOf(again)).toEqual(foldOf(seen));
      }),
    );
  });

  it('does not depend on how the sightings were split over batches', () => {
    fc.assert(
      fc.property(fc.array(manySightings, { minLength: 1, maxLength: 4 }), (batches) => {
        const merged = batches.map(foldOf).reduce((a, b) => mergeLastSeen(a, b));
        expect(merged).toEqual(foldOf(batches.flat()));
      }),
    );
  });

  it('merges commutatively, associatively and idempotently', () => {
    fc.assert(
      fc.property(lastSeens, lastSeens, lastSeens, (a, b, c) => {
        expect(mergeLastSeen(a, b)).toEqual(mergeLastSeen(b, a));
        expect(mergeLastSeen(mergeLastSeen(a, b), c)).toEqual(mergeLastSeen(a, mergeLastSeen(b, c)));
        expect(mergeLastSeen(a, a)).toEqual(a);
      }),
    );
  });

  it('is never before any sighting, in any of its parts', () => {
    fc.assert(
      fc.property(manySightings, (seen) => {
        const { latest, lastSuccess, credentials, days } = foldOf(seen);
        for (const { at, errorCode, credential } of seen) {
          expect(latest.at >= at).toBe(true);
          if (errorCode === undefined) expect(String(lastSuccess) >= at).toBe(true);
          const known = credential === undefined ? undefined : credentials.get(credential);
          if (known !== undefined) expect(known.at >= at).toBe(true);
          expect(daysOfBits(days.get(at.slice(0, 7) as never) ?? 0)).toContain(Number(at.slice(8, 10)));
        }
        expect(seen).toContain(latest);
      }),
    );
  });

  it('has no credential later than its subject', () => {
    fc.assert(
      fc.property(lastSeens, lastSeens, (a, b) => {
        const { latest, credentials } = mergeLastSeen(a, b);
        for (const { at } of credentials.values()) expect(at <= latest.at).toBe(true);
      }),
    );
  });

  it('leaves what it merges as it was', () => {
    const a = lastSeen(sighting({ at: daysAgo(3) }));
    const copy = structuredClone(a);
    mergeLastSeen(a, lastSeen(sighting({ at: daysAgo(1), credential: 'console' })));
    expect(a).toEqual(copy);
  });

  it('keeps the last success apart from refused calls', () => {
    const success = sighting({ at: daysAgo(5) });
    const refused = sighting({ at: daysAgo(1), errorCode: 'AccessDenied' });
    expect(lastSeen(success, refused)).toMatchObject({ latest: refused, lastSuccess: success.at });
    expect(lastSeen(refused).lastSuccess).toBeUndefined();
    expect(mergeLastSeen(lastSeen(refused), lastSeen(success)).lastSuccess).toBe(success.at);
  });

  it('has the last day of each of the latest callers, whichever network and client they are', () => {
    const from = (sourceAddress: string, userAgent: string, days: number) =>
      sighting({ sourceAddress, userAgent, at: daysAgo(days) });
    const { callers } = lastSeen(
      from('192.0.2.77', 'aws-cli/2.15 Python', 9),
      from('192.0.2.1', 'AWS-CLI/1.0', 8),
      from('2001:db8:0:1::9', 'Boto3/1.40', 7),
      from('cloudformation.amazonaws.com', 'x', 6),
      ...Array.from({ length: 7 }, (_, net) => from(`198.51.${net}.1`, 'x', 20 + net)),
    );
    expect([...callers].slice(0, 2)).toEqual([
      ['2001:db8:0 boto3', daysAgo(7).slice(0, 10)],
      ['192.0.2 aws-cli', daysAgo(8).slice(0, 10)],
    ]);
    expect(callers.size).toBe(callersRemembered);
    expect(callers.has('198.51.6 x')).toBe(false);
  });

  it('has no credential where the record told none', () => {
    expect(lastSeen(sighting({ credential: undefined })).credentials.size).toBe(0);
  });

  it('has the days of each month', () => {
    const days = ['2026-10-31T23:59:59Z', '2026-11-01T00:00:00Z', '2026-11-01T12:00:00Z'].map(instant);
    const [first, ...more] = days.map((at) => sighting({ at }));
    const seen = lastSeen(first ?? sighting(), ...more);
    expect([...seen.days].map(([month, bits]) => [month, daysOfBits(bits)])).toEqual([
      ['2026-10', [31]],
      ['2026-11', [1]],
    ]);
  });

  it('keeps of a credential only what tells its moment and its event', () => {
    expect(lastSeen(sighting()).credentials.get(key())).toEqual({
      at: daysAgo(1),
      eventId: '00000000-0000-0000-0000-000000000001',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      region: 'eu-west-1',
    });
  });
});

describe('of many access keys', () => {
  const used = (index: number, at = daysAgo(20 - index)) =>
    sighting({ at, credential: key(`AKIAALICE0000000000${index}`) });
  const manyKeys = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => used(index));

  it(`the latest ${keysRemembered} are remembered, and every other kind of credential`, () => {
    const console = sighting({ at: daysAgo(50), credential: 'console' });
    const federation = sighting({ at: daysAgo(50), credential: 'federation' });
    const seen = foldOf([console, federation, ...manyKeys]);
    const expected = ['console', 'federation', ...manyKeys.slice(4).map(({ credential }) => credential)];
    expect([...seen.credentials.keys()].sort()).toEqual(expected.sort());
  });

  it('exactly so many are all remembered', () => {
    expect(foldOf(manyKeys.slice(0, keysRemembered)).credentials.size).toBe(keysRemembered);
  });

  it('used at one time, the same ones are remembered whatever the order', () => {
    const atOnce = manyKeys.map((_, index) => used(index, daysAgo(3)));
    const remembered = [...foldOf(atOnce).credentials.keys()].sort();
    expect([...foldOf([...atOnce].reverse()).credentials.keys()].sort()).toEqual(remembered);
    expect(remembered).toEqual(manyKeys.slice(4).map(({ credential }) => credential));
  });

  it('a forgotten one that is used again is remembered', () => {
    const before = foldOf(manyKeys);
    expect(before.credentials.has(key('AKIAALICE00000000000'))).toBe(false);
    const after = mergeLastSeen(before, lastSeen(used(0, daysAgo(1))));
    expect(after.credentials.get(key('AKIAALICE00000000000'))?.at).toBe(daysAgo(1));
    expect(after.credentials.size).toBe(keysRemembered);
  });

  it('none that is remembered was used before one that is forgotten', () => {
    const ofKeys = fc.array(
      fc.tuple(sightings, keys).map(([seen, credential]) => ({ ...seen, credential })),
      {
        minLength: 12,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(ofKeys, (seen) => {
        const { credentials } = foldOf(seen);
        const oldest = [...credentials.values()].map(({ at }) => at).sort()[0];
        for (const { at, credential } of seen) {
          if (!credentials.has(credential)) expect(at <= String(oldest)).toBe(true);
        }
        expect(credentials.size).toBeLessThanOrEqual(keysRemembered);
      }),
    );
  });
});
