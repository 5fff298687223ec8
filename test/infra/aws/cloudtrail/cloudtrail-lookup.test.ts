import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { plusDays } from '../../../../domain/time.ts';
import { cloudtrailLookup, keepPace, lookupEveryMs } from '../../../../infra/aws/cloudtrail/cloudtrail-lookup.ts';
import { instant, recordBy, region } from '../../../domain/builders.ts';
import {
  type CloudtrailServer,
  lookupDenied,
  lookupThrottled,
  startCloudtrailServer,
} from '../../../fakes/cloudtrail-server.ts';

let server: CloudtrailServer;
beforeAll(async () => {
  server = await startCloudtrailServer();
});
afterAll(() => server.stop());

const to = instant(new Date().toISOString());
const from = plusDays(to, -90);
const unhurried = Number.POSITIVE_INFINITY;
/** So many minutes ago. */
const ago = (minutes: number) => plusDays(to, -minutes / 1440);
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const clientOf = (name: string) =>
  new CloudTrailClient({
    region: name,
    endpoint: server.endpoint,
    credentials,
    maxAttempts: 4,
    requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
  });
const busyUntil = (ms: number) => {
  while (performance.now() < ms);
};
const question = { region: region(), attribute: 'Username', value: 'alice', from, to } as const;

beforeEach(() => {
  server.calls.length = 0;
  Object.assign(server.trail, { records: [], callsPerSecond: unhurried, fault: () => undefined });
});

test('events come newest first, in pages of fifty, of the Region and the name that were asked for', async () => {
  const own = Array.from({ length: 120 }, (_, n) => recordBy({}, { eventTime: ago(n + 1), eventID: `own-${n}` }));
  const elsewhere = recordBy({}, { eventTime: ago(1), awsRegion: 'us-east-1' });
  const anothers = recordBy({ userName: 'bob' }, { eventTime: ago(1) });
  const session = { type: 'AssumedRole', principalId: 'AROAROLE:alice', userName: undefined };
  server.trail.records = [elsewhere, anothers, ...own.toReversed(), recordBy(session, { eventTime: ago(200) })];
  const lookup = cloudtrailLookup(clientOf, 0);
  const pages = [await lookup.page(question, undefined)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(await lookup.page(question, next));
  }
  lookup.close();
  expect(pages.map(({ events }) => events.length)).toEqual([50, 50, 21]);
  const events = pages.flatMap((page) => page.events);
  expect(events.map(({ at }) => at)).toEqual(
    events
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(events[0]).toEqual({ at: ago(1), record: own[0] });
});

test('nothing older than ninety days comes, nor data events, nor what lies outside the times asked for', async () => {
  server.trail.records = [
    recordBy({}, { eventTime: ago(91 * 1440), eventID: 'old' }),
    recordBy({}, { eventTime: ago(5), eventID: 'data', eventCategory: 'Data' }),
    recordBy({}, { eventTime: ago(5), eventID: 'good' }),
    recordBy({}, { eventTime: ago(20), eventID: 'before' }),
    recordBy({}, { eventTime: ago(1), eventID: 'after' }),
  ];
  const lookup = cloudtrailLookup(clientOf, 0);
  const { events } = await lookup.page({ ...question, from: ago(10), to: ago(2) }, undefined);
  expect(events.map(({ record }) => (record as { eventID: string }).eventID)).toEqual(['good']);
  expect((await lookup.page({ ...question, from: ago(200 * 1440) }, undefined)).events).toHaveLength(4 - 1);
  lookup.close();
});

test('an event whose record is no JSON comes as the text that it is', async () => {
  server.trail.records = [{ ...recordBy({}, { eventTime: ago(5) }), raw: '{"cut' }];
  const lookup = cloudtrailLookup(clientOf, 0);
  expect((await lookup.page(question, undefined)).events).toEqual([{ at: ago(5), record: '{"cut' }]);
  lookup.close();
});

test('what passes is tried again: a throttle, an inner error, an answer that does not come', async () => {
  const faults = [lookupThrottled, { code: 'InternalFailure', status: 500 }, 'hang'] as const;
  server.trail.fault = (_, call) => faults[call - 1];
  const lookup = cloudtrailLookup(clientOf, 0);
  expect(await lookup.page(question, undefined)).toEqual({ events: [], next: undefined });
  expect(server.calls.map(({ outcome }) => outcome)).toEqual(['ThrottlingException', 'InternalFailure', 'hang', 'ok']);
  lookup.close();
});

test('what does not pass is thrown after one call', async () => {
  server.trail.fault = () => lookupDenied;
  const lookup = cloudtrailLookup(clientOf, 0);
  await expect(lookup.page(question, undefined)).rejects.toThrow(
    expect.objectContaining({ name: 'AccessDeniedException' }),
  );
  await expect(lookup.page(question, undefined)).rejects.toThrow();
  expect(server.calls).toHaveLength(2);
  lookup.close();
});

describe('the pace', () => {
  test('no second has three calls of a Region, tries again included, and a throttled Region does not slow another', async () => {
    server.trail.callsPerSecond = unhurried;
    server.trail.fault = ({ region: asked }, call) =>
      asked === 'us-east-1' && call <= 3 ? lookupThrottled : undefined;
    const begun: { region: string; ms: number }[] = [];
    const watched = (name: string) => {
      const client = clientOf(name);
      client.middlewareStack.add(
        (next) => (args) => {
          begun.push({ region: name, ms: performance.now() });
          return next(args);
        },
        { step: 'deserialize', priority: 'high' },
      );
      return client;
    };
    const lookup = cloudtrailLookup(watched, lookupEveryMs);
    const startMs = performance.now();
    const ask = async (name: string, calls: number) => {
      await Promise.all(
        Array.from({ length: calls }, () => lookup.page({ ...question, region: region(name) }, undefined)),
      );
      return performance.now() - startMs;
    };
    const [quietMs] = await Promise.all([ask('eu-west-1', 6), ask('us-east-1', 3)]);
    lookup.close();
    for (const name of ['eu-west-1', 'us-east-1']) {
      const times = begun.filter((call) => call.region === name).map(({ ms }) => ms);
      const spans = times.slice(2).map((ms, index) => ms - (times[index] as number));
      expect(times).toHaveLength(6);
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000);
      const arrived = server.calls.filter((call) => call.region === name).map(({ atMs }) => atMs);
      const arrivals = arrived.slice(2).map((ms, index) => ms - (arrived[index] as number));
      expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(1000);
    }
    expect(quietMs).toBeGreaterThanOrEqual(2500);
    expect(quietMs).toBeLessThan(5500);
  });

  test('a call that came late is not caught up on', async () => {
    const client = keepPace(clientOf('eu-west-1'), 100);
    const times: number[] = [];
    client.middlewareStack.add(
      () => async () => {
        times.push(performance.now());
        throw new Error('not sent');
      },
      { step: 'deserialize', priority: 'high' },
    );
    const asked = { LookupAttributes: [] };
    // The process is busy when the second call is due.
    setTimeout(() => busyUntil(performance.now() + 90), 70);
    await Promise.allSettled(Array.from({ length: 4 }, () => client.send(new LookupEventsCommand(asked))));
    const gaps = times.slice(1).map((ms, index) => ms - (times[index] as number));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(98);
    client.destroy();
  });
});

describe('the fake is as strict as CloudTrail', () => {
  const send = (input: LookupEventsCommandInput, name = 'eu-west-1') =>
    clientOf(name).send(new LookupEventsCommand(input));
  const username = { AttributeKey: 'Username', AttributeValue: 'alice' } as const;

  test.each([
    ['two attributes', { LookupAttributes: [username, username] }, 'InvalidLookupAttributesException'],
    ['a page of 51', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['an end before its start', { StartTime: new Date(to), EndTime: new Date(from) }, 'InvalidTimeRangeException'],
    ['a token that it did not give', { NextToken: 'x' }, 'InvalidNextTokenException'],
  ])('it refuses %s', async (_, input, code) => {
    await expect(send(input)).rejects.toThrow(expect.objectContaining({ name: code }));
  });

  test('it refuses a token of another question, and in another Region', async () => {
    server.trail.records = Array.from({ length: 3 }, (_, n) => recordBy({}, { eventTime: ago(n + 1) }));
    const asked = { LookupAttributes: [username], MaxResults: 2 };
    const { NextToken } = await send(asked);
    expect((await send({ ...asked, NextToken })).Events).toHaveLength(1);
    await expect(send({ ...asked, MaxResults: 1, NextToken })).rejects.toThrow();
    await expect(send({ ...asked, NextToken }, 'us-east-1')).rejects.toThrow();
  });

  test('it throttles the third call of a Region within a second, and not another Region', async () => {
    server.trail.callsPerSecond = 2;
    const once = (name: string) => clientOf(name).send(new LookupEventsCommand({}), { requestTimeout: 1000 });
    await Promise.allSettled([once('eu-west-1'), once('eu-west-1'), once('eu-west-1'), once('us-east-1')]);
    const first = server.calls.slice(0, 4).map(({ region: name, outcome }) => `${name} ${outcome}`);
    expect(first.toSorted()).toEqual(['eu-west-1 ThrottlingException', 'eu-west-1 ok', 'eu-west-1 ok', 'us-east-1 ok']);
  });
});
