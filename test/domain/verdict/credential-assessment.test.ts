import { describe, expect, it } from 'vitest';
import type { Credential, IamUser } from '../../../domain/inventory/iam-user.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import { assessCredential, keyInSlot } from '../../../domain/verdict/credential-assessment.ts';
import type { State } from '../../../domain/verdict/state.ts';
import {
  accessKey,
  daysAgo,
  iamUser,
  key,
  lastSeen,
  never,
  notReported,
  notTracked,
  password,
  question,
  sighting,
  usedAt,
} from '../builders.ts';

const oldKey = key('AKIAOLD0000000000001');
const seenBy = (...uses: [id: 'console' | ReturnType<typeof key>, days: number, seconds?: number][]) => {
  const [first, ...more] = uses.map(([credential, days, seconds]) =>
    sighting({ credential, at: daysAgo(days, seconds) }),
  );
  return lastSeen(first ?? sighting(), ...more);
};

interface Beside {
  readonly user?: Partial<IamUser>;
  readonly seen?: LastSeen;
  readonly watched?: boolean;
}
const judged = (credential: Credential, { user = {}, seen, watched = false }: Beside = {}) =>
  assessCredential(
    credential,
    { user: iamUser({ credentials: [credential], ...user }), lastSeen: seen, isFollowed: () => watched },
    question,
  );

describe('a credential is judged by its own last use, or by its creation if it was never used', () => {
  it.each<[string, Credential, State]>([
    ['used exactly 90 days ago', accessKey({ lastUse: usedAt(daysAgo(90)) }), 'idle'],
    ['used a second later', accessKey({ lastUse: usedAt(daysAgo(90, 1)) }), 'active'],
    ['never used, created exactly 90 days ago', accessKey({ lastUse: never, createdAt: daysAgo(90) }), 'never-used'],
    ['never used, created a second later', accessKey({ lastUse: never, createdAt: daysAgo(90, 1) }), 'new'],
    ['never used, 100 days old', accessKey({ lastUse: never, createdAt: daysAgo(100) }), 'never-used'],
    ['re-issued yesterday, used 200 days ago', password({ createdAt: daysAgo(1) }), 'new'],
    ['inactive, used yesterday', accessKey({ status: 'inactive', lastUse: usedAt(daysAgo(1)) }), 'active'],
    ['inactive, used 100 days ago', accessKey({ status: 'inactive', lastUse: usedAt(daysAgo(100)) }), 'idle'],
    ['of unknown creation, never used', accessKey({ lastUse: never, createdAt: undefined }), 'unknown'],
    [
      'of unknown creation, used 100 days ago',
      accessKey({ lastUse: usedAt(daysAgo(100)), createdAt: undefined }),
      'unknown',
    ],
    ['of unknown creation, used yesterday', accessKey({ lastUse: usedAt(daysAgo(1)), createdAt: undefined }), 'active'],
    ['of a last use that cannot be read', accessKey({ lastUse: notReported }), 'unknown'],
    ['of a last use that nobody records', accessKey({ lastUse: notTracked }), 'unknown'],
    ['of a last use that nobody records, young', accessKey({ lastUse: notTracked, createdAt: daysAgo(1) }), 'new'],
  ])('%s', (_, credential, state) => {
    expect(judged(credential).state).toBe(state);
  });

  it('watched by CloudTrail for the whole window, silence counts where nobody else records, not where a cell is lost', () => {
    expect(judged(accessKey({ lastUse: notTracked }), { watched: true }).state).toBe('never-used');
    expect(judged(accessKey({ lastUse: notReported }), { watched: true }).state).toBe('unknown');
  });

  it('a password is seen by CloudTrail in the console, and by ListUsers', () => {
    const seen = seenBy(['console', 80]);
    expect(judged(password(), { seen })).toMatchObject({
      state: 'active',
      id: 'password',
      lastUsed: { at: daysAgo(80), source: 'cloudtrail', sighting: { eventName: 'ListBuckets' } },
    });
    expect(judged(password(), { user: { passwordLastUsed: daysAgo(70) }, seen })).toMatchObject({
      state: 'active',
      lastUsed: { at: daysAgo(70), source: 'list-users' },
    });
    expect(judged(password(), { user: { passwordLastUsed: daysAgo(300) } })).toMatchObject({
      state: 'idle',
      lastUsed: { at: daysAgo(200), source: 'credential-report' },
    });
  });

  it('of equal times CloudTrail tells', () => {
    expect(judged(password(), { seen: seenBy(['console', 200]) }).lastUsed?.source).toBe('cloudtrail');
  });

  it('a sign-in says nothing of a key, nor a key of a password', () => {
    expect(judged(accessKey(), { user: { passwordLastUsed: daysAgo(1) }, seen: seenBy(['console', 1]) }).state).toBe(
      'idle',
    );
    expect(judged(password(), { seen: seenBy([key(), 1]) }).state).toBe('idle');
  });

  it('a password is no key, though a key was used at the same time', () => {
    const credential = password({ lastUse: usedAt(daysAgo(10)) });
    const user = { credentials: [credential, accessKey({ lastUse: usedAt(daysAgo(10)) })] };
    expect(judged(credential, { user, seen: seenBy([key(), 10]) }).id).toBe('password');
  });

  it('a key of CloudTrail is known by its id', () => {
    const credential = accessKey({ lastUse: usedAt(daysAgo(95)) });
    expect(judged(credential, { seen: seenBy([key(), 95, 60]) })).toMatchObject({
      id: key(),
      lastUsed: { at: daysAgo(95, 60), source: 'cloudtrail' },
    });
    expect(judged(credential).id).toBe('access_key_1');
  });

  it('a key whose id IAM lists is judged by its own sightings, and no other column is taken for it', () => {
    const listed = accessKey({ id: key(), lastUse: never });
    const other = accessKey({ id: 'access_key_2', lastUse: usedAt(daysAgo(10)) });
    const beside = { user: { credentials: [listed, other] }, seen: seenBy([key(), 10]) };
    expect(judged(listed, beside)).toMatchObject({ id: key(), state: 'active', lastUsed: { source: 'cloudtrail' } });
    expect(judged(other, beside)).toMatchObject({ id: 'access_key_2', lastUsed: { source: 'credential-report' } });
  });
});

describe('which key a column stands for', () => {
  const slot1 = accessKey({ lastUse: usedAt(daysAgo(10)), createdAt: daysAgo(100) });
  const slot2 = accessKey({ id: 'access_key_2', lastUse: usedAt(daysAgo(20)), createdAt: daysAgo(50) });
  const both = iamUser({ credentials: [slot1, slot2, password()] });
  const single = (slot: Credential) => iamUser({ credentials: [slot, password()] });

  it.each<[string, number, number, boolean]>([
    ['at the very second', 10, 0, true],
    ['15 minutes later', 10, 900, true],
    ['15 minutes before', 10, -900, true],
    ['a second beyond, later', 10, 901, false],
    ['a second beyond, before', 10, -901, false],
  ])('that whose last sighting agrees with its last use: %s', (_, days, seconds, agrees) => {
    expect(keyInSlot(slot1, both, seenBy([key(), days, seconds]))).toBe(agrees ? key() : undefined);
  });

  it('each of two is told from the other', () => {
    const seen = seenBy([key(), 10], [oldKey, 20]);
    expect([keyInSlot(slot1, both, seen), keyInSlot(slot2, both, seen)]).toEqual([key(), oldKey]);
  });

  it('not told where two keys agree with one column', () => {
    expect(keyInSlot(slot1, single(slot1), seenBy([key(), 10], [oldKey, 10, 60]))).toBeUndefined();
  });

  it('not told where one key agrees with two columns', () => {
    const twin = { ...slot2, lastUse: slot1.lastUse };
    const user = iamUser({ credentials: [slot1, twin] });
    expect([keyInSlot(slot1, user, seenBy([key(), 10])), keyInSlot(twin, user, seenBy([key(), 10]))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('a sighting before the creation of the column is of another key', () => {
    const young = accessKey({ createdAt: daysAgo(10), lastUse: usedAt(daysAgo(10)) });
    expect(keyInSlot(young, single(young), seenBy([key(), 10]))).toBe(key());
    expect(keyInSlot(young, single(young), seenBy([key(), 10, -1]))).toBeUndefined();
  });

  it('of a single column, the single key seen since it was created', () => {
    const slot = accessKey({ createdAt: daysAgo(50), lastUse: usedAt(daysAgo(40)) });
    expect(keyInSlot(slot, single(slot), seenBy([key(), 5], [oldKey, 60]))).toBe(key());
    expect(keyInSlot(slot, single(slot), seenBy([key(), 5], [oldKey, 6]))).toBeUndefined();
    expect(keyInSlot(slot, both, seenBy([key(), 5]))).toBeUndefined();
  });

  it('of a column whose creation cannot be read, still that which agrees', () => {
    const slot = accessKey({ createdAt: undefined, lastUse: usedAt(daysAgo(10)) });
    expect(keyInSlot(slot, single(slot), seenBy([key(), 10]))).toBe(key());
  });

  it('of a single column of unknown creation, the single key seen, whatever else was', () => {
    const slot = accessKey({ createdAt: undefined, lastUse: never });
    expect(keyInSlot(slot, single(slot), seenBy(['console', 5], [key(), 10]))).toBe(key());
    expect(keyInSlot(slot, single(slot), undefined)).toBeUndefined();
  });

  it('none where nothing was seen, or only other credentials', () => {
    expect(keyInSlot(slot1, single(slot1), undefined)).toBeUndefined();
    expect(keyInSlot(slot1, single(slot1), seenBy(['console', 10]))).toBeUndefined();
  });
});
