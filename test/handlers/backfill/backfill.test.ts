import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { plusMinutes } from '../../../domain/time.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { account, instant, region } from '../../domain/builders.ts';
import { lookupDenied, lookupThrottled } from '../../fakes/cloudtrail-server.ts';
import {
  type BackfillWorld,
  callOf,
  days,
  entryOfName,
  idOf,
  namesakeCall,
  person,
  startBackfillWorld,
  startedAt,
} from './backfill-world.ts';

let world: BackfillWorld;
let table: LastSeenTable;
beforeAll(async () => {
  world = await startBackfillWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.server.calls.length = 0;
  const unhurried = { records: [], callsPerSecond: Number.POSITIVE_INFINITY, fault: () => undefined };
  Object.assign(world.server.trail, unhurried);
  table = await world.newTable();
});

const stored = () => table.readAccount(account());
const lookupOf = async (name: string, where = 'eu-west-1') =>
  (await stored()).lookups.get(entryOfName(name))?.get(region(where));
const latestOf = async (name: string) => (await stored()).lastSeen.get(entryOfName(name))?.latest;
/** The calls that looked users up; one more asks for the renames. */
const userCalls = () => world.server.calls.filter(({ key }) => key === 'Username');
const aMinuteLater = () => plusMinutes(instant(new Date().toISOString()), 1);
const seconds = (text: string | undefined) => Date.parse(text ?? '') / 1000;

test('each user is asked for once in each Region, and the latest sighting of all Regions is in the table', async () => {
  const { trail, callsFor } = world.server;
  trail.records = [callOf('alice', 3), callOf('alice', 9), callOf('alice', 2, 'us-east-1'), callOf('bob', 60)];
  const done = await world.run([person('alice'), person('bob'), person('carol')]);
  expect(done).toMatchObject({ users: 3, found: 3, seen: 0, remaining: 0, missing: [] });
  for (const name of ['alice', 'bob', 'carol'])
    for (const where of ['eu-west-1', 'us-east-1']) expect(callsFor(name, where)).toBe(1);
  expect(world.server.calls).toHaveLength(7);
  expect(await latestOf('alice')).toMatchObject({ at: days(2), region: 'us-east-1' });
  expect(await latestOf('bob')).toMatchObject({ at: days(60) });
  expect((await stored()).lastSeen.get(entryOfName('alice'))?.days.size).toBeGreaterThan(0);
});

test('what was found is claimed from its time, an empty answer from 90 days before, and neither further', async () => {
  world.server.trail.records = [callOf('alice', 3)];
  const before = seconds(new Date().toISOString());
  await world.run([person('alice'), person('carol')]);
  expect(await lookupOf('alice')).toMatchObject({ from: days(3) });
  const carols = await lookupOf('carol');
  expect(seconds(carols?.to)).toBeGreaterThanOrEqual(Math.floor(before));
  expect(seconds(carols?.to) - seconds(carols?.from)).toBe(90 * 86_400);
  expect(await latestOf('carol')).toBeUndefined();
});

describe('names', () => {
  test('sessions of roles, federated sessions and former holders of the name are passed over, page by page', async () => {
    const noise = Array.from({ length: 60 }, (_, n) => namesakeCall('AssumedRole', 'alice', n / 100));
    const federated = Array.from({ length: 60 }, (_, n) => namesakeCall('FederatedUser', 'alice', 1 + n / 100));
    const identity = { ...(callOf('alice', 0)['userIdentity'] as object), principalId: idOf('alicebefore') };
    const former = callOf('alice', 2, 'eu-west-1', { userIdentity: identity });
    world.server.trail.records = [...noise, ...federated, former, callOf('alice', 30)];
    await world.run([person('alice')]);
    expect(await latestOf('alice')).toMatchObject({ at: days(30) });
    expect([...(await stored()).lastSeen.keys()]).toEqual([entryOfName('alice')]);
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(3);
  });

  test('nothing is asked for from before the user was created, and nothing of that time is unknown', async () => {
    const noise = Array.from({ length: 120 }, (_, n) => namesakeCall('AssumedRole', 'alice', 20 + n / 100));
    world.server.trail.records = noise;
    await world.run([person('alice', { createdAt: days(10) })]);
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(1);
    const claim = await lookupOf('alice');
    expect(seconds(claim?.to) - seconds(claim?.from)).toBe(90 * 86_400);
  });

  const rename = (from: string, to: string, daysAgo: number, changes = {}) =>
    callOf('admin', daysAgo, 'us-east-1', {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateUser',
      requestParameters: { userName: from, newUserName: to },
      ...changes,
    });
  const as = (userName: string, id: string, daysAgo: number) => {
    const identity = { ...(callOf(userName, 0)['userIdentity'] as object), principalId: idOf(id) };
    return callOf(userName, daysAgo, 'eu-west-1', { userIdentity: identity });
  };

  test('a user is looked up under each name it had, and what was seen is its own', async () => {
    world.server.trail.records = [as('alicia', 'alice', 40), rename('alicia', 'ali', 30), rename('ali', 'alice', 20)];
    await world.run([person('alice')]);
    expect(await latestOf('alice')).toMatchObject({ at: days(40), userName: 'alicia' });
    expect(
      userCalls()
        .filter((call) => call.region === 'eu-west-1')
        .map(({ value }) => value),
    ).toEqual(['alice', 'ali', 'alicia']);
    expect(await lookupOf('alice')).toMatchObject({ from: days(40) });
  });

  test('a refused rename, or one from before the user was created, gives no name', async () => {
    const refused = rename('bob', 'alice', 5, { errorCode: 'AccessDenied' });
    world.server.trail.records = [refused, rename('carol', 'alice', 50)];
    await world.run([person('alice', { createdAt: days(45) })]);
    expect(new Set(userCalls().map(({ value }) => value))).toEqual(new Set(['alice']));
  });

  test('where renames cannot be read, who is not found stays in doubt, and nothing is claimed of it', async () => {
    world.server.trail.records = [callOf('alice', 3)];
    world.server.trail.fault = ({ key }) => (key === 'EventName' ? lookupDenied : undefined);
    const { missing, unanswered, remaining } = await world.run([person('alice'), person('carol')], {
      regions: [region('eu-west-1')],
    });
    expect(missing).toEqual([
      expect.stringMatching(/^renames could not be read in us-east-1.*cloudtrail:LookupEvents/),
    ]);
    expect(unanswered).toEqual(new Map([[entryOfName('carol'), ['eu-west-1: former names are not known']]]));
    const claim = await lookupOf('carol');
    expect(claim?.from).toBe(claim?.to);
    expect(await lookupOf('alice')).toMatchObject({ from: days(3) });
    expect(remaining).toBe(0);
  });
});

describe('what is not asked', () => {
  test('a user whom the table has seen since the threshold is not asked for; one seen before is', async () => {
    world.server.trail.records = [callOf('alice', 3), callOf('bob', 80)];
    await world.run([person('alice'), person('bob')]);
    world.server.calls.length = 0;
    const question = { now: startedAt, thresholdDays: 45 };
    expect(await world.run([person('alice'), person('bob')], { question, clock: aMinuteLater })).toMatchObject({
      seen: 1,
      users: 1,
    });
    expect(new Set(userCalls().map(({ value }) => value))).toEqual(new Set(['bob']));
  });

  test('a user without a unique id is not asked for, and named', async () => {
    const { missing } = await world.run([person('alice', { userId: undefined })]);
    expect(missing).toEqual([expect.stringContaining('alice could not be looked up')]);
    expect(userCalls()).toEqual([]);
  });

  test('what an earlier run read to the beginning is asked for again from where that ended', async () => {
    await world.run([person('alice')]);
    world.server.trail.records = Array.from({ length: 120 }, (_, n) =>
      namesakeCall('AssumedRole', 'alice', 2 + n / 100),
    );
    world.server.calls.length = 0;
    await world.run([person('alice')], { clock: aMinuteLater });
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(1);
    const claim = await lookupOf('alice');
    expect(seconds(claim?.to) - seconds(claim?.from)).toBeGreaterThanOrEqual(90 * 86_400);
  });
});

describe('what cannot be read to its end', () => {
  test('a budget of pages bounds a busy session of the same name: only what was read is claimed', async () => {
    const noise = Array.from({ length: 500 }, (_, n) => namesakeCall('AssumedRole', 'alice', 1 + n / 1000));
    world.server.trail.records = [...noise, callOf('alice', 30)];
    const { unanswered } = await world.run([person('alice')], { pages: 4 });
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(4);
    const oldestRead = noise[199]?.['eventTime'] as string;
    const claim = await lookupOf('alice');
    expect(seconds(claim?.from)).toBe(seconds(oldestRead) + 1);
    expect(unanswered).toEqual(new Map([[entryOfName('alice'), ['eu-west-1: too many events under this name']]]));
    expect(await latestOf('alice')).toBeUndefined();
  });

  test('a budget that ends before the window began leaves no doubt', async () => {
    world.server.trail.records = Array.from({ length: 60 }, (_, n) =>
      namesakeCall('AssumedRole', 'alice', 50 + n / 100),
    );
    const question = { now: startedAt, thresholdDays: 45 };
    const { unanswered } = await world.run([person('alice')], { pages: 1, question });
    expect(unanswered.size).toBe(0);
    expect(seconds((await lookupOf('alice'))?.from)).toBeGreaterThan(seconds(days(51)));
  });

  test('a record that may be of the user and cannot be read ends the claim before it', async () => {
    const cut = { ...callOf('alice', 20), raw: '{"eventVersion' };
    const timeless = callOf('bob', 20, 'eu-west-1', {
      raw: JSON.stringify(callOf('bob', 0, 'eu-west-1', { eventTime: 'soon' })),
    });
    world.server.trail.records = [cut, timeless, namesakeCall('AssumedRole', 'alice', 10)];
    const { unanswered } = await world.run([person('alice'), person('bob')]);
    expect(seconds((await lookupOf('alice'))?.from)).toBe(seconds(days(10)) + 1);
    const bobs = await lookupOf('bob');
    expect(bobs?.from).toBe(bobs?.to);
    expect([...unanswered.values()].flat()).toEqual([
      'eu-west-1: a record cannot be read: $',
      'eu-west-1: a record cannot be read: eventTime',
    ]);
  });

  test('a token that CloudTrail forgot costs a call, not an event', async () => {
    const noise = Array.from({ length: 120 }, (_, n) => namesakeCall('AssumedRole', 'alice', 1 + n / 100));
    world.server.trail.records = [...noise, callOf('alice', 30)];
    let forgotten = 0;
    world.server.trail.fault = ({ token }) =>
      token !== undefined && forgotten++ < 1 ? { code: 'InvalidNextTokenException', status: 400 } : undefined;
    expect(await world.run([person('alice')])).toMatchObject({ found: 1, remaining: 0 });
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(4);
    expect(await latestOf('alice')).toMatchObject({ at: days(30) });
  });
});

describe('a Region that fails', () => {
  test('a refusal claims nothing, is asked for once, is told with what the policy lacks, and the others go on', async () => {
    world.server.trail.records = [callOf('alice', 3, 'us-east-1')];
    world.server.trail.fault = (query) => (query.region === 'eu-west-1' ? lookupDenied : undefined);
    const users = ['alice', 'bob', 'carol', 'dave'].map((name) => person(name));
    const { missing, unanswered, found, remaining } = await world.run(users);
    expect(missing).toEqual([
      `CloudTrail's event history could not be read in eu-west-1 (AccessDeniedException) for up to 4 users; the policy lacks {"Effect":"Allow","Action":["cloudtrail:LookupEvents"],"Resource":"*"}`,
    ]);
    expect([unanswered.size, found, remaining]).toEqual([4, 1, 0]);
    expect(userCalls().filter((call) => call.region === 'eu-west-1').length).toBeLessThanOrEqual(2);
    expect(await lookupOf('alice')).toBeUndefined();
    expect(await lookupOf('bob', 'us-east-1')).toBeDefined();
    expect(await latestOf('alice')).toMatchObject({ at: days(3) });
  });

  test('a throttle that does not end gives the Region up and leaves its users for the next run', async () => {
    world.server.trail.fault = (query) => (query.region === 'eu-west-1' ? lookupThrottled : undefined);
    const users = Array.from({ length: 10 }, (_, n) => person(`user${n}`));
    const { missing, remaining } = await world.run(users);
    expect(missing).toEqual([expect.stringMatching(/in eu-west-1 \(ThrottlingException\) for up to 10 users$/)]);
    expect(remaining).toBe(10);
    expect((await stored()).backfill?.finishedAt).toBeUndefined();
    world.server.trail.fault = () => undefined;
    world.server.calls.length = 0;
    expect(await world.run(users)).toMatchObject({ remaining: 0, missing: [] });
    expect(userCalls().every((call) => call.region === 'eu-west-1')).toBe(true);
    expect(userCalls()).toHaveLength(10);
    expect((await stored()).backfill?.finishedAt).toBeDefined();
  });

  test('one failure is of one user', async () => {
    world.server.trail.fault = ({ value }) => (value === 'bob' ? { code: 'InternalFailure', status: 500 } : undefined);
    const { unanswered, remaining } = await world.run([person('alice'), person('bob'), person('carol')]);
    expect([...unanswered.keys()]).toEqual([entryOfName('bob')]);
    expect(remaining).toBe(2);
  });

  test('a user who was found in one Region is still asked for in another that failed', async () => {
    world.server.trail.records = [callOf('alice', 3), callOf('alice', 2, 'us-east-1')];
    world.server.trail.fault = ({ key, region: asked }) =>
      key === 'Username' && asked === 'us-east-1' ? { code: 'InternalFailure', status: 500 } : undefined;
    expect(await world.run([person('alice')])).toMatchObject({ found: 1, remaining: 1 });
    world.server.trail.fault = () => undefined;
    expect(await world.run([person('alice')])).toMatchObject({ found: 1, seen: 0, remaining: 0 });
    expect(await latestOf('alice')).toMatchObject({ at: days(2) });
    expect(world.server.callsFor('alice', 'eu-west-1')).toBe(1);
  });

  test('credentials that expired end the run at once', async () => {
    world.server.trail.fault = ({ key }) =>
      key === 'Username' ? { code: 'ExpiredTokenException', status: 400 } : undefined;
    const users = Array.from({ length: 50 }, (_, n) => person(`user${n}`));
    await expect(world.run(users)).rejects.toThrow(expect.objectContaining({ name: 'ExpiredTokenException' }));
    expect(userCalls().length).toBeLessThanOrEqual(8);
  });
});

describe('a run that was interrupted', () => {
  const users = Array.from({ length: 12 }, (_, n) => person(`user${n}`));

  test('goes on where it was: nobody is asked for twice in a Region, and nobody is left out', async () => {
    world.server.trail.records = users.map(({ userName }, n) => callOf(userName, n + 1));
    const first = await world.run(users, { isOver: () => userCalls().length >= 9 });
    expect(first.remaining).toBeGreaterThan(0);
    const startedFirst = (await stored()).backfill;
    const second = await world.run(users);
    expect(second.remaining).toBe(0);
    for (const { userName } of users) {
      for (const where of ['eu-west-1', 'us-east-1']) expect(world.server.callsFor(userName, where)).toBe(1);
    }
    expect((await stored()).backfill).toMatchObject({ startedAt: startedFirst?.startedAt });
    expect((await stored()).backfill?.finishedAt).toBeDefined();
    expect((await stored()).lastSeen.size).toBe(12);
  });

  test('is followed by a new one after a day', async () => {
    await world.run(users, { isOver: () => userCalls().length >= 4, clock: () => days(2) });
    await world.run(users);
    const { backfill } = await stored();
    expect(seconds(backfill?.startedAt)).toBeGreaterThan(seconds(days(1)));
    expect(world.server.callsFor('user0', 'eu-west-1')).toBe(2);
  });

  test('ends with the table: no question is asked whose answer cannot be kept', async () => {
    const broken = {
      ...table,
      apply: async (write: Parameters<LastSeenTable['apply']>[0]) => {
        if (write.kind === 'looked-up') throw new Error('the table is gone');
        return table.apply(write);
      },
    };
    await expect(world.run(users, { table: broken })).rejects.toThrow('the table is gone');
    expect(userCalls().length).toBeLessThanOrEqual(8);
  });
});
