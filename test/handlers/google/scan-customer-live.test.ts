import { afterEach, describe, expect, it } from 'vitest';
import { dayNumbersOf } from '../../../domain/day-set.ts';
import { type Scope, scopes } from '../../../domain/providers/google/refusals.ts';
import { dayNumberOf, plusDays } from '../../../domain/time.ts';
import { onesAtMost } from '../../../handlers/live/list-reads.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { activity, colleague, customer, directoryUser, profileId } from '../../domain/providers/google/builders.ts';
import type { GoogleServerOptions } from '../../fakes/google/google-server.ts';
import { customerWorld, dailyUsage } from './live-world.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function worldOf(options: Partial<GoogleServerOptions> = {}) {
  const made = await customerWorld(options);
  stops.push(made.stop);
  return made;
}

const alice = directoryUser();

describe('a customer of Google Workspace, asked', () => {
  it('calls somebody unused after two whole reads, reports and activities that reach over the window', async () => {
    const { states, missing, asked } = await (await worldOf()).scanAt();
    expect([Object.fromEntries(states), missing]).toEqual([{ alice: 'idle', bob: 'active' }, []]);
    expect(asked.filter((url) => url.startsWith('/admin/directory'))).toHaveLength(2);
  });

  it.each<[Scope, RegExp]>([
    ['usage', /usage report could not be read .*admin\.reports\.usage\.readonly/],
    ['activities', /login activity could not be read .*admin\.reports\.audit\.readonly/],
  ])('without the scope %s knows nobody who is silent, and names it', async (scope, words) => {
    const delegated = Object.values(scopes).filter((each) => each !== scopes[scope]);
    const { states, missing } = await (await worldOf({ delegated })).scanAt();
    expect(Object.fromEntries(states)).toEqual({ alice: 'unknown', bob: 'active' });
    expect(missing.join('\n')).toMatch(words);
  });

  it('finds a use that is no login, by a token or by IMAP', async () => {
    const token = await worldOf({ activities: new Map([['token', [activity('token', 3)]]]) });
    expect((await token.scanAt()).alice).toMatchObject({
      state: 'active',
      lastActivity: { source: 'google-token-activity', at: daysAgo(3) },
    });
    const timesOf = (id: unknown) => (id === profileId() ? { 'gmail:last_imap_time': daysAgo(20) } : {});
    const imap = await worldOf({ usage: dailyUsage([alice, colleague], timesOf) });
    expect((await imap.scanAt()).alice).toMatchObject({
      state: 'active',
      lastActivity: { source: 'google-usage-report' },
    });
  });

  it('reads 179 days of activities once, and later only what came since', async () => {
    const { scanAt, table } = await worldOf({ activities: new Map([['login', [activity('login', 9)]]]) });
    const startsOf = (asked: readonly string[]) => asked.flatMap((url) => /startTime=(\S{10})/.exec(url)?.[1] ?? []);
    const first = await scanAt();
    expect([...new Set(startsOf(first.asked))]).toEqual([plusDays(now, -178).slice(0, 10)]);
    const [seen] = (await table.readAccount(customer())).lastSeen.values();
    expect(dayNumbersOf(seen?.days ?? new Map())).toEqual([dayNumberOf(daysAgo(9))]);
    const later = await scanAt(plusDays(now, 1));
    expect([...new Set(startsOf(later.asked))]).toEqual([daysAgo(1).slice(0, 10)]);
    expect(later.alice?.state).toBe('active');
  });

  it('asks by id for the silent on whom the lists differ, 200 a run at most, tomorrow first for the others', async () => {
    const many = Array.from({ length: onesAtMost + 5 }, (_, index) =>
      directoryUser({ id: `${108_000 + index}0000`, primaryEmail: `u${index}@example.com` }),
    );
    const user = (id: string) => many.find((each) => each['id'] === id);
    const forgotten = many.map((each) => ({ ...each, lastLoginTime: '1970-01-01T00:00:00.000Z' }));
    const users = (read: number) => [colleague, ...(read % 2 === 1 ? many : forgotten)];
    const { scanAt } = await worldOf({ users, usage: dailyUsage([...many, colleague]), user });
    const { states } = await scanAt();
    const left = [...states].flatMap(([name, state]) => (state === 'unknown' ? [name] : []));
    expect(left).toHaveLength(5);
    const ids = (await scanAt()).asked.flatMap((url) => /\/users\/(\d+)\?/.exec(url)?.[1] ?? []);
    const names = ids.slice(0, 5).map((id) => `${user(id)?.['primaryEmail']}`.replace('@example.com', ''));
    expect([ids.length, names.sort()]).toEqual([onesAtMost, left.sort()]);
  });

  it('that refuses its list keeps the users of the last run: who is silent in the activities is unknown', async () => {
    const { scanAt, world } = await worldOf();
    await scanAt();
    world.mishap = (_, url) => (url.pathname.includes('directory') ? { status: 403, reason: 'forbidden' } : undefined);
    const { states, missing } = await scanAt(now, customer());
    expect(Object.fromEntries(states)).toEqual({ alice: 'unknown', bob: 'active' });
    expect(missing[0]).toMatch(/list of users could not be read \(403 forbidden; name an administrator/);
  });

  it('is not judged where nobody says whose list it is, or where it is another customer', async () => {
    const refused = await worldOf({ delegated: [] });
    await expect(refused.scanAt()).rejects.toThrow(/unauthorized_client; delegate .* give --google-customer ID/);
    const other = await worldOf();
    await expect(other.scanAt(now, customer('C0000000a'))).rejects.toThrow(
      '--google-customer C0000000a: the list is of customer C03az79cb',
    );
  });
});
