import { afterEach, describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../../domain/providers/google/refusals.ts';
import { epochMs, plusDays } from '../../../domain/time.ts';
import { activitiesUrl, readActivities } from '../../../infra/google/activities.ts';
import { apiAt } from '../../../infra/google/api.ts';
import { readOnePerson, readPeopleList } from '../../../infra/google/people.ts';
import { readServiceAccountKey } from '../../../infra/google/service-account.ts';
import { tokensFor } from '../../../infra/google/tokens.ts';
import { readUsageReports } from '../../../infra/google/usage-report.ts';
import { daysAgo, now, question } from '../../domain/builders.ts';
import { directoryUser, profileId, usageReport } from '../../domain/providers/google/builders.ts';
import { type GoogleServerOptions, startGoogleServer } from '../../fakes/google/google-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';
import { admin, keyFile, serviceAccount, trusted } from './delegate.ts';

const lastLoginTime = daysAgo(1);
const usersOf = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id: `${100_000_000_000 + id}`, lastLoginTime }));
const twelve = usersOf(12);
const theirIds = twelve.map(({ id }) => id);

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function customerWith(options: Partial<GoogleServerOptions> = {}) {
  const clock = jumpingClock(epochMs(now));
  const server = await startGoogleServer({ clock, users: () => twelve, ...trusted, ...options });
  stops.push(server.stop);
  const throttled: number[] = [];
  const delegate = { hosts: server.hosts, key: serviceAccount(), admin };
  const onThrottle = () => throttled.push(clock.elapsedMs());
  const read = (scope: Scope) => apiAt(server.origin, { tokens: tokensFor(delegate, scope, clock), clock, onThrottle });
  const list = async () => {
    const { people, failure } = await readPeopleList(read('users'), server.origin, 'my_customer');
    return { ids: people.map(({ objectId }) => objectId), failure };
  };
  return { clock, server, read, list, throttled };
}

describe("Google's list of users", () => {
  it('of 100,000 users is read twice in 400 requests, and is never throttled', async () => {
    const many = usersOf(100_000);
    const { server, list, throttled } = await customerWith({ users: () => many });
    for (const _ of [1, 2]) {
      const { ids, failure } = await list();
      expect([ids.length, failure]).toEqual([100_000, undefined]);
    }
    expect([server.log.length, throttled]).toEqual([400, []]);
  });

  it('in shorter pages than asked for is read whole', async () => {
    const { server, list } = await customerWith({ pageSize: 5 });
    const { ids, failure } = await list();
    expect([ids, failure, server.log.length]).toEqual([theirIds, undefined, 3]);
  });

  it('begins anew where a page token has ended', async () => {
    let isLate = true;
    const { server, list } = await customerWith({
      pageSize: 5,
      mishap: (request) => {
        if (request !== 2 || !isLate) return undefined;
        isLate = false;
        return { status: 400, reason: 'invalid' };
      },
    });
    const { ids, failure } = await list();
    expect([new Set(ids).size, failure, server.log.length]).toEqual([12, undefined, 5]);
  });

  it.each([
    [403, 'userRateLimitExceeded'],
    [403, 'quotaExceeded'],
    [403, 'rateLimitExceeded'],
    [429, 'rateLimitExceeded'],
    [503, 'backendError'],
    [401, 'authError'],
  ])('survives a %s %s that passes', async (status, reason) => {
    const mishap = (request: number) => (request === 2 ? { status, reason } : undefined);
    const { list } = await customerWith({ pageSize: 5, mishap });
    expect(await list()).toEqual({ ids: theirIds, failure: undefined });
  });

  it('waits longer from time to time while it is refused, and stops after six requests', async () => {
    const { clock, server, list, throttled } = await customerWith({
      mishap: () => ({ status: 403, reason: 'userRateLimitExceeded' }),
    });
    expect((await list()).failure).toEqual({ kind: 'throttled', why: '403 userRateLimitExceeded' });
    expect([server.log.length, throttled.length]).toEqual([6, 6]);
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(31_000);
    expect(clock.elapsedMs()).toBeLessThan(36_000);
  });

  it.each([
    ['denied', 403, 'forbidden', 2],
    ['throttled', 500, 'backendError', 7],
    ['no-credentials', 401, 'authError', 3],
  ])('is incomplete, and says why, where it is %s with %s %s', async (kind, status, reason, requests) => {
    const mishap = (request: number) => (request > 1 ? { status, reason } : undefined);
    const { server, list } = await customerWith({ pageSize: 5, mishap });
    const { ids, failure } = await list();
    expect([ids.length, failure, server.log.length]).toEqual([5, { kind, why: `${status} ${reason}` }, requests]);
  });

  it.each(['null', '{}', '[]', '{"users":null}', '{"users":[],"nextPageToken":7}', 'no JSON'])(
    'is incomplete where a page is %s',
    async (body) => {
      const { list } = await customerWith({ pageSize: 5, mishap: (request) => (request > 1 ? { body } : undefined) });
      expect((await list()).failure?.kind).toBe('refused');
    },
  );

  it('takes a new token before the old one ends, for each scope its own', async () => {
    const { server, list, read } = await customerWith({ pageSize: 1, tokenSeconds: 60 });
    expect((await list()).ids).toHaveLength(12);
    expect(server.tokens()).toBe(12);
    expect((await read('usage')(`${server.origin}/admin/directory/v1/users/1`)).kind).toBe('failed');
  });
});

describe('a service account', () => {
  it('without delegation of a scope gets no token for that scope alone', async () => {
    const { server, list, read } = await customerWith({ delegated: [scopes.usage] });
    expect((await list()).failure).toEqual({ kind: 'no-credentials', why: 'no token: unauthorized_client' });
    expect(server.log).toEqual([]);
    expect((await readUsageReports(read('usage'), server.origin, 'my_customer', question)).failure?.kind).toBe(
      'refused',
    );
  });

  it.each([
    ['', 'is no JSON'],
    ['[]', 'is no JSON'],
    ['{"type":"authorized_user"}', 'is no key of a service account: its "type" is another'],
    ['{"type":"service_account","client_email":"a"}', 'lacks client_email, private_key_id or private_key'],
    ['key file with a broken key', 'has a private_key that cannot be read'],
  ])('is not made of %j: the file %s', (text, why) => {
    expect(readServiceAccountKey(text.replace('key file with a broken key', keyFile.replace('MII', 'XXX')))).toBe(why);
  });
});

describe("Google's usage reports", () => {
  /** Ready up to so many days ago. */
  const readySince = (days: number) => (day: string) =>
    day <= daysAgo(days).slice(0, 10) ? [usageReport(0, {}, { date: day })] : undefined;
  const reportsOf = async (options: Partial<GoogleServerOptions>) => {
    const { server, read } = await customerWith(options);
    const reports = await readUsageReports(read('usage'), server.origin, 'C03az79cb', question);
    return { ...reports, days: reports.rows.map(({ day }) => day), log: server.log };
  };

  it('are of the latest day that is ready, and of days before it that reach over the window', async () => {
    const { days, failure, log } = await reportsOf({ usage: readySince(3) });
    expect([days, failure]).toEqual([[3, 31, 59, 87].map((day) => daysAgo(day).slice(0, 10)), undefined]);
    expect([log.length, log[0]]).toEqual([6, expect.stringContaining('customerId=C03az79cb')]);
  });

  it('are not looked for further back than eight days, nor after a refusal that is no date', async () => {
    const none = await reportsOf({});
    expect([none.days, none.failure?.kind, none.log.length]).toEqual([[], 'refused', 8]);
    const denied = await reportsOf({ mishap: () => ({ status: 403, reason: 'forbidden' }) });
    expect([denied.failure?.kind, denied.log.length]).toEqual(['denied', 1]);
  });

  it('are incomplete where one before the latest is refused, and the latest is never one with a warning', async () => {
    const refuse = (request: number) => (request === 3 ? { status: 403, reason: 'forbidden' } : undefined);
    const { days, failure } = await reportsOf({ usage: readySince(1), mishap: refuse });
    expect([days.length, failure]).toEqual([2, { kind: 'denied', why: expect.stringContaining('the report on 20') }]);
    const body = JSON.stringify({ kind: 'admin#reports#usageReports', warnings: [{ message: 'partial' }] });
    const warned = await reportsOf({ usage: readySince(1), mishap: (n) => (n === 1 ? { body } : undefined) });
    expect([warned.days[0], warned.failure]).toEqual([daysAgo(2).slice(0, 10), undefined]);
  });
});

describe('one user of the directory', () => {
  it('is read by its id, and no other user is taken for it', async () => {
    const { server, read } = await customerWith({ user: () => directoryUser() });
    const one = (id: string) => readOnePerson(read('users'), server.origin, profileId(id));
    expect(await one(profileId())).toMatchObject({ kind: 'answered', value: { userName: 'alice@example.com' } });
    expect(await one('108000000000000000009')).toMatchObject({ failure: { why: 'the answer is of another user' } });
  });
});

describe("Google's activities", () => {
  const logins = [1, 5, 9].map((day) => ({ id: { time: daysAgo(day), applicationName: 'login' } }));

  it('are read latest first, of the days that are asked for, and no more pages than allowed', async () => {
    const { server, read } = await customerWith({ activities: new Map([['login', logins]]), pageSize: 1 });
    const api = read('activities');
    const seen: unknown[] = [];
    const span = { from: plusDays(now, -100), until: daysAgo(3) };
    const url = activitiesUrl(server.origin, 'my_customer', 'login', span);
    expect(await readActivities(api, url, 9, (items) => seen.push(...items))).toBeUndefined();
    expect(seen).toEqual([logins[1], logins[2]]);
    const short = await readActivities(api, url, 1, () => {});
    expect(short?.why).toBe('it is longer than one run reads');
  });

  it('of a day with none are none, and a page of something else is refused', async () => {
    const { server, read } = await customerWith();
    const url = activitiesUrl(server.origin, 'my_customer', 'saml', { from: daysAgo(3), until: undefined });
    const seen: unknown[] = [];
    expect(await readActivities(read('activities'), url, 9, (items) => seen.push(...items))).toBeUndefined();
    expect(seen).toEqual([]);
    const odd = await customerWith({ mishap: () => ({ body: '{}' }) });
    const why = await readActivities(
      odd.read('activities'),
      url.replace(server.origin, odd.server.origin),
      9,
      () => {},
    );
    expect(why).toEqual({ kind: 'refused', why: 'a page is no list of activities' });
  });
});
