import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awakeningEvent, awakeningsOf } from '../../../domain/sightings/awakening.ts';
import { daysBetween } from '../../../domain/time.ts';
import { manySightings, reordered } from '../arbitraries.ts';
import { account, daysAgo, key, lastSeen, named, sighting, user } from '../builders.ts';

const alice = { kind: 'user', accountId: account(), userId: user() } as const;
const [first, second] = [key('AKIAALICE00000000001'), key('AKIAALICE00000000002')];
const at = (days: number, plusSeconds = 0, changes = {}) => sighting({ at: daysAgo(days, plusSeconds), ...changes });

describe('a sighting', () => {
  it.each([
    ['after exactly the threshold is an awakening', 0, 1],
    ['a second short of the threshold is none', 1, 0],
    ['a second past the threshold is one', -1, 1],
  ])('%s', (_, seconds, count) => {
    expect(awakeningsOf(alice, lastSeen(at(90, seconds)), [at(0)], 90)).toHaveLength(count);
  });

  it('that is the first ever is none', () => {
    expect(awakeningsOf(alice, undefined, [at(0)], 90)).toEqual([]);
  });

  it('that comes late is none', () => {
    expect(awakeningsOf(alice, lastSeen(at(0)), [at(200)], 90)).toEqual([]);
    expect(awakeningsOf(alice, lastSeen(at(0)), [at(0)], 90)).toEqual([]);
  });

  it('that comes late makes none of the one after it', () => {
    expect(awakeningsOf(alice, lastSeen(at(1)), [at(200), at(0)], 90)).toEqual([]);
    const before = lastSeen(at(1, 0, { credential: first }), at(0, 0, { credential: second }));
    const ofKey = [at(200, 0, { credential: first }), at(0, 0, { credential: first })];
    expect(awakeningsOf(alice, before, ofKey, 90)).toEqual([]);
  });

  it('of a name without an id, or of root, is none: their silence proves nothing', () => {
    const before = lastSeen(at(200));
    expect(awakeningsOf({ kind: 'name', accountId: account(), userName: named() }, before, [at(0)], 90)).toEqual([]);
    expect(awakeningsOf({ kind: 'root', accountId: account() }, before, [at(0)], 90)).toEqual([]);
  });

  it('of an active user through a dormant key wakes the key', () => {
    const before = lastSeen(at(200, 0, { credential: first }), at(1, 0, { credential: second }));
    const [awakening, ...more] = awakeningsOf(alice, before, [at(0, 0, { credential: first })], 90);
    expect(awakening).toMatchObject({
      id: `${user()}/${first}/${daysAgo(200)}`,
      dormant: 'access-key',
      previousLastSeen: daysAgo(200),
    });
    expect(more).toEqual([]);
    expect(awakeningsOf(alice, before, [at(0, 0, { credential: second })], 90)).toEqual([]);
  });

  it('of a dormant user through a key of hers tells of the user alone', () => {
    const before = lastSeen(at(300, 0, { credential: first }), at(200, 0, { credential: second }));
    const awakenings = awakeningsOf(alice, before, [at(0, 0, { credential: first })], 90);
    expect(awakenings).toMatchObject([{ dormant: 'user', previousLastSeen: daysAgo(200) }]);
  });

  it('through a key never seen, or a dormant console password, of an active user is none', () => {
    const before = lastSeen(at(1, 0, { credential: first }), at(200, 0, { credential: 'console' }));
    expect(awakeningsOf(alice, before, [at(0, 0, { credential: second })], 90)).toEqual([]);
    expect(awakeningsOf(alice, before, [at(0, 0, { credential: 'console' })], 90)).toEqual([]);
  });

  it('without a credential wakes the user', () => {
    const [awakening] = awakeningsOf(alice, lastSeen(at(200)), [at(0, 0, { credential: undefined })], 90);
    expect(awakening).toMatchObject({ dormant: 'user', previousLastSeen: daysAgo(200) });
  });

  it('is told by the first that ended the silence, not by those that follow', () => {
    const [early, late] = [at(0, -60, { eventId: 'early' }), at(0, 0, { eventId: 'late' })];
    const awakenings = awakeningsOf(alice, lastSeen(at(120)), [late, early, early], 90);
    expect(awakenings.map((awakening) => awakening.sighting.eventId)).toEqual(['early']);
  });
});

describe('awakenings', () => {
  it('do not depend on the order of the sightings, nor on how often each was told', () => {
    const orders = manySightings.chain((seen) => fc.tuple(fc.constant(seen), reordered(seen)));
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 30 }), ([seen, again], threshold) => {
        const before = lastSeen(at(70));
        const [ids, idsAgain] = [seen, again].map((each) =>
          awakeningsOf(alice, before, each, threshold).map((a) => a.id),
        );
        expect(idsAgain).toEqual(ids);
        expect(new Set(ids).size).toBe(ids?.length);
      }),
    );
  });

  it('each ended a silence of the threshold or longer', () => {
    fc.assert(
      fc.property(manySightings, fc.integer({ min: 1, max: 30 }), (seen, threshold) => {
        for (const { previousLastSeen, sighting } of awakeningsOf(alice, lastSeen(at(70)), seen, threshold)) {
          expect(daysBetween(previousLastSeen, sighting.at)).toBeGreaterThanOrEqual(threshold);
        }
      }),
    );
  });

  it('are told one by one just as they are at once', () => {
    fc.assert(
      fc.property(manySightings, fc.integer({ min: 1, max: 30 }), (seen, threshold) => {
        const before = at(70);
        const inOrder = [...seen].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
        const usersOf = (awakenings: ReturnType<typeof awakeningsOf>) =>
          awakenings.filter(({ dormant }) => dormant === 'user').map(({ id }) => id);
        const singly = inOrder.flatMap((each, index) =>
          usersOf(awakeningsOf(alice, lastSeen(before, ...inOrder.slice(0, index)), [each], threshold)),
        );
        expect(singly).toEqual(usersOf(awakeningsOf(alice, lastSeen(before), seen, threshold)));
      }),
    );
  });
});

it('the event of an awakening says who, since when, and what ended it', () => {
  const [awakening] = awakeningsOf(alice, lastSeen(at(100.5)), [at(0, 0, { userAgent: undefined })], 90);
  expect(awakening && awakeningEvent(awakening)).toEqual({
    detailType: 'Lastseen: Dormant User Woke Up',
    detail: {
      version: 1,
      id: `${user()}/${daysAgo(100.5)}`,
      accountId: '123456789012',
      userId: user(),
      userName: 'alice',
      arn: 'arn:aws:iam::123456789012:user/alice',
      dormant: 'user',
      credential: key(),
      previousLastSeen: daysAgo(100.5),
      idleDays: 100,
      event: {
        at: daysAgo(0),
        name: 'ListBuckets',
        source: 's3.amazonaws.com',
        region: 'eu-west-1',
        sourceAddress: '192.0.2.1',
        userAgent: null,
        eventId: '00000000-0000-0000-0000-000000000001',
      },
    },
  });
});
