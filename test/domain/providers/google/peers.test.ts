import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../../domain/json.ts';
import { readPeople } from '../../../../domain/providers/google/inventory.ts';
import { isUnused } from '../../../../domain/verdict/state.ts';
import { daysAgo } from '../../builders.ts';
import { activity, directoryUser, never, silentLog, wholeUsage } from './builders.ts';
import { judge, twice, type World } from './judge.ts';

/** A case of a rule in use elsewhere: whether it calls the user unused. */
interface PeerCase {
  readonly name: string;
  readonly user: JsonObject;
  readonly world?: World;
  readonly unused: boolean;
  /** What we say instead, and why; absent where we agree. */
  readonly ours?: readonly [state: string, why: string];
}

const neverReported = { usage: wholeUsage({ 'accounts:last_login_time': never }) };

/**
 * The rule of scripts and consoles around GAM and the Directory API: `lastLoginTime` alone, more than 90 days ago, or
 * 1970. prowler 3e000faa and ScubaGoggles have no check of inactivity.
 */
const byLastLogin: readonly PeerCase[] = [
  { name: 'a login 200 days ago, and nothing else', user: {}, unused: true },
  { name: 'a login 10 days ago', user: { lastLoginTime: daysAgo(10) }, unused: false },
  {
    name: 'a login 200 days ago, mail by IMAP last week',
    user: {},
    world: { usage: wholeUsage({ 'gmail:last_imap_time': daysAgo(7) }) },
    unused: true,
    ours: ['active', 'a login is not use'],
  },
  {
    name: 'a login 200 days ago, an app with a token last week',
    user: {},
    world: { log: { login: silentLog('login'), token: [...silentLog('token'), activity('token', 7)] } },
    unused: true,
    ours: ['active', 'a token needs no login'],
  },
  {
    name: 'a login 200 days ago, and no report was read',
    user: {},
    world: { usage: [], log: {} },
    unused: true,
    ours: ['unknown', 'what was not read may know of a use'],
  },
  {
    name: 'never, created yesterday',
    user: { lastLoginTime: never, creationTime: daysAgo(1) },
    world: neverReported,
    unused: true,
    ours: ['new', 'its age is asked'],
  },
  { name: 'never, created long ago', user: { lastLoginTime: never }, world: neverReported, unused: true },
  { name: 'suspended', user: { suspended: true }, unused: true },
];

describe('beside rules of the last login alone', () => {
  it.each(byLastLogin)('$name', ({ user, world, unused, ours }) => {
    const { state } = twice(directoryUser(user), world);
    if (ours === undefined) expect(isUnused(state)).toBe(unused);
    else expect([state, isUnused(state) !== unused]).toEqual([ours[0], true]);
  });

  it('one list that lost a login calls its user never used, where two reads call it unknown (GAM 444)', () => {
    expect(judge({ reads: [directoryUser(), directoryUser({ lastLoginTime: never })] }).state).toBe('unknown');
  });
});

const folder = '../shared/data/providers/google';
const jsonOf = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

describe.skipIf(!existsSync(folder))('public answers of the directory (skipped where ../shared/data is absent)', () => {
  it('a real user is read whole', () => {
    const user = jsonOf('user.centiva.json');
    const { people, malformed } = readPeople([{ users: [user] }]) ?? {};
    expect(malformed).toEqual([]);
    expect(people).toEqual([
      {
        objectId: '1111111111111',
        userName: 'klibby@example.com',
        createdAt: '2021-12-08T13:15:43Z',
        activity: '2022-01-18T15:26:16Z',
        customer: 'C000aaaaa',
        isEnabled: true,
        isSuspended: false,
        isArchived: false,
        isGuest: false,
        areTermsOpen: false,
        unreadable: [],
      },
    ]);
  });

  it('a page has the used, the never used and the suspended, and says that another follows', () => {
    const page = jsonOf('users-list.constructed.json');
    const listing = readPeople([page]);
    expect(isJsonObject(page) && listing?.isTruncated).toBe(true);
    expect(listing?.people.map(({ userName, activity: at, isEnabled }) => [userName, at, isEnabled])).toEqual([
      ['klibby@example.com', '2022-01-18T15:26:16Z', true],
      ['never@example.com', undefined, true],
      ['gone@example.com', '2021-12-20T08:00:00Z', false],
    ]);
  });
});
