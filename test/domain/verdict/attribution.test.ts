import { describe, expect, it } from 'vitest';
import { type Entry, nameEntry, rootEntry, userEntry } from '../../../domain/sightings/entry.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../../domain/sightings/sighting.ts';
import { attributeSightings, idEntry } from '../../../domain/verdict/attribution.ts';
import { daysAgo, iamUser, instant, lastSeen, sighting, user } from '../builders.ts';

const byId = userEntry(user());
const byName = nameEntry('alice');
const byOldId = userEntry(user('AIDAOLD0000000000001'));
const seen = (...entries: [Entry, ...Sighting[]][]): ReadonlyMap<Entry, LastSeen> =>
  new Map(entries.map(([entry, first, ...more]) => [entry, lastSeen(first ?? sighting(), ...more)]));
const at = (days: number, changes: Partial<Sighting> = {}) => sighting({ at: daysAgo(days), ...changes });

const alice = iamUser({ createdAt: daysAgo(50) });
const withoutId = iamUser({ createdAt: daysAgo(50), userId: undefined });

describe('whose is what the table holds', () => {
  it('by unique id, and by name what carried none, merged', () => {
    const { attributed: own, unattributed: others } = attributeSightings(
      seen([byId, at(9)], [byName, at(3, { eventName: 'PutObject' })]),
      [alice],
    );
    expect(own.get(alice)?.entries).toEqual([byId, byName]);
    expect(own.get(alice)?.lastSeen?.latest).toMatchObject({ at: daysAgo(3), eventName: 'PutObject' });
    expect(others.size).toBe(0);
  });

  it('a renamed user keeps what was seen under the name before, by id', () => {
    const renamed = { ...alice, userName: 'alicia' };
    const { attributed: own } = attributeSightings(seen([byId, at(9, { userName: 'alice' })]), [renamed]);
    expect(own.get(renamed)?.lastSeen?.latest.at).toBe(daysAgo(9));
  });

  it('names differ by more than case', () => {
    const capital = { ...alice, userName: 'ALICE' };
    expect(attributeSightings(seen([byName, at(9)]), [capital]).attributed.get(capital)?.entries).toEqual([byName]);
  });

  it('of a user without an id, also what was seen under ids of that name', () => {
    const { attributed: own, unattributed: others } = attributeSightings(seen([byId, at(9, { userName: 'Alice' })]), [
      withoutId,
    ]);
    expect(own.get(withoutId)).toMatchObject({ entries: [byId], lastSeen: { latest: { at: daysAgo(9) } } });
    expect(others.size).toBe(0);
  });

  it('of a user without an id, each entry once', () => {
    const { attributed: own } = attributeSightings(seen([byName, at(9)]), [withoutId]);
    expect(own.get(withoutId)?.entries).toEqual([byName]);
  });

  it('nobody, where it was seen under an id and without a name', () => {
    const { attributed: own, unattributed } = attributeSightings(seen([byOldId, at(9, { userName: undefined })]), [
      withoutId,
    ]);
    expect(own.get(withoutId)?.entries).toEqual([]);
    expect([...unattributed.keys()]).toEqual([byOldId]);
  });

  it('an id that the inventory gives to somebody else is never taken by name', () => {
    const bob = iamUser({ userName: 'bob' });
    const { attributed: own } = attributeSightings(seen([byId, at(9, { userName: 'alice' })]), [withoutId, bob]);
    expect(own.get(withoutId)?.lastSeen).toBeUndefined();
    expect(own.get(bob)?.lastSeen?.latest.at).toBe(daysAgo(9));
  });

  it('nobody of the inventory: told apart; root is never among them', () => {
    const table = seen([rootEntry, at(1)], [byOldId, at(60)], [nameEntry('carol'), at(2)], [byId, at(1)]);
    expect([...attributeSightings(table, [alice]).unattributed.keys()]).toEqual([byOldId, 'name#carol']);
  });

  it('a user of whom nothing was seen has nothing', () => {
    expect(attributeSightings(new Map(), [alice]).attributed.get(alice)).toEqual({ entries: [], lastSeen: undefined });
  });
});

describe('a user made again under a name never inherits', () => {
  it.each<[string, number, number, boolean]>([
    ['a second before it was created', 50, -1, false],
    ['the second it was created', 50, 0, true],
    ['a second after', 50, 1, true],
  ])('what was seen %s', (_, days, seconds, isOwn) => {
    for (const entry of [byName, byOldId]) {
      const table = seen([entry, sighting({ at: daysAgo(days, seconds) })]);
      const { attributed: own, unattributed: others } = attributeSightings(table, [withoutId]);
      expect(own.get(withoutId)?.lastSeen === undefined).toBe(!isOwn);
      expect(others.has(entry)).toBe(!isOwn);
    }
  });

  it('from the id of the one before, where its own is known', () => {
    const { attributed: own, unattributed: others } = attributeSightings(seen([byOldId, at(1)]), [alice]);
    expect(own.get(alice)?.lastSeen).toBeUndefined();
    expect([...others.keys()]).toEqual([byOldId]);
  });

  it('credentials, days and successes of the one before, in what both left under the name', () => {
    const born = { ...withoutId, createdAt: instant('2026-11-10T12:00:00Z') };
    const before = { at: instant('2026-11-09T08:00:00Z'), credential: 'console' as const };
    const first = { at: instant('2026-09-30T08:00:00Z'), credential: 'federation' as const };
    const after = { at: instant('2026-11-20T08:00:00Z'), errorCode: 'AccessDenied' };
    const table = seen([byName, sighting(before), sighting(after), sighting(first)]);
    const own = attributeSightings(table, [born]).attributed.get(born)?.lastSeen;
    expect(own?.latest.at).toBe(after.at);
    expect(own?.lastSuccess).toBeUndefined();
    expect([...(own?.credentials.keys() ?? [])]).toEqual([sighting().credential]);
    expect(own?.days).toEqual(new Map([['2026-11', 1 << 19]]));
  });

  it('a success and the day of the creation itself are its own', () => {
    const born = { ...withoutId, createdAt: instant('2026-11-10T12:00:00Z') };
    const at = instant('2026-11-10T12:00:00Z');
    const own = attributeSightings(seen([byName, sighting({ at })]), [born]).attributed.get(born);
    expect(own?.lastSeen).toMatchObject({ lastSuccess: at, days: new Map([['2026-11', 1 << 9]]) });
    expect(own?.lastSeen?.credentials.get(sighting().credential ?? 'console')?.at).toBe(at);
  });

  it('days of the month of its creation are its own from the day on, those of later months all', () => {
    const born = { ...withoutId, createdAt: instant('2026-10-20T12:00:00Z') };
    const on = (day: string) => sighting({ at: instant(`${day}T08:00:00Z`) });
    const table = seen([byName, on('2026-10-05'), on('2026-11-05')]);
    const own = attributeSightings(table, [born]).attributed.get(born);
    expect(own?.lastSeen?.days).toEqual(new Map([['2026-11', 1 << 4]]));
  });

  it('but where its creation is not known everything under the name may be its own', () => {
    const undated = { ...withoutId, createdAt: undefined };
    expect(attributeSightings(seen([byName, at(900)]), [undated]).attributed.get(undated)?.lastSeen?.latest.at).toBe(
      daysAgo(900),
    );
  });
});

it('an unknown id has no entry', () => {
  expect([idEntry(user()), idEntry(undefined)]).toEqual([[byId], []]);
});
