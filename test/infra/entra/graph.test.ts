import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { epochMs } from '../../../domain/time.ts';
import { graphAt, listPace, noPremium } from '../../../infra/entra/graph.ts';
import { readPeopleList } from '../../../infra/entra/people.ts';
import { tokensOf } from '../../../infra/entra/tokens.ts';
import { now } from '../../domain/builders.ts';
import { graphUser, tenant } from '../../domain/providers/entra/builders.ts';
import { type GraphServerOptions, startGraphServer } from '../../fakes/entra/graph-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';

const guid = (index: number) => `b7873f1b-547b-4605-ad9e-${`${index}`.padStart(12, '0')}`;
const usersOf = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => graphUser({ id: guid(index) }));
const twelve = usersOf(12);

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function tenantOf(options: Partial<GraphServerOptions> = {}, secret = 'right') {
  const clock = jumpingClock(epochMs(now));
  const server = await startGraphServer({ clock, users: () => twelve, ...options });
  stops.push(server.stop);
  const cloud = { graph: server.origin, login: server.origin };
  const proof = { kind: 'secret', secret } as const;
  const tokens = tokensOf({ cloud, tenantId: tenant(), clientId: 'client', proof }, clock);
  const graph = graphAt(server.origin, listPace, { tokens, clock });
  return { clock, server, graph, read: (withActivity = true) => readPeopleList(graph, server.origin, withActivity) };
}

describe("Graph's list of users", () => {
  it('of 100,000 users is read twice in 400 requests and 800 seconds, and is never throttled', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ id: guid(index) }));
    const { clock, server, read } = await tenantOf({ users: () => many });
    for (const _ of [1, 2]) {
      const { people, failure } = await read();
      expect([people.length, failure]).toEqual([100_000, undefined]);
    }
    expect(server.log).toHaveLength(400);
    expect(clock.elapsedMs()).toBeGreaterThan(780_000);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(800_000);
  });

  it('that names nobody is no list: everybody would be gone', async () => {
    const { read } = await tenantOf({ users: () => [] });
    expect(await read()).toMatchObject({ people: [], failure: { kind: 'refused', why: 'the list names nobody' } });
  });

  it('in shorter pages than asked for is read whole, each link as it was given', async () => {
    const { server, read } = await tenantOf({ pageSize: 5 });
    expect((await read()).people).toHaveLength(12);
    expect(server.log.map((url) => new URL(url, 'http://x').searchParams.get('$skiptoken'))).toEqual([
      null,
      '1-5',
      '1-10',
    ]);
  });

  it.each([
    [429, 'TooManyRequests'],
    [503, 'serviceUnavailable'],
    [403, noPremium],
    [401, 'InvalidAuthenticationToken'],
  ])('survives a %s that passes', async (status, code) => {
    const { read } = await tenantOf({
      pageSize: 5,
      mishap: (request) => (request === 2 ? { status, code } : undefined),
    });
    const { people, failure } = await read();
    expect([people.length, failure]).toEqual([12, undefined]);
  });

  it.each([
    ['denied', 403, 'Authorization_RequestDenied', 3],
    ['denied', 403, noPremium, 8],
    ['refused', 400, 'Directory_ExpiredPageToken', 4],
    ['throttled', 500, 'InternalServerError', 8],
    ['no-credentials', 401, 'InvalidAuthenticationToken', 4],
  ])('is incomplete, and says why, where it is %s with %s %s', async (kind, status, code, requests) => {
    const { server, read } = await tenantOf({
      pageSize: 5,
      mishap: (request) => (request > 2 ? { status, code } : undefined),
    });
    const { people, failure } = await read();
    expect(people).toHaveLength(10);
    expect(failure).toMatchObject({ kind, why: expect.stringContaining(code) });
    expect(server.log).toHaveLength(requests);
  });

  it('begins anew where a link has expired, and names everybody', async () => {
    const { server, read } = await tenantOf({
      pageSize: 5,
      mishap: (request) => (request === 3 ? { status: 400, code: 'Directory_ExpiredPageToken' } : undefined),
    });
    const { people, failure } = await read();
    expect([new Set(people.map(({ objectId }) => objectId)).size, failure]).toEqual([12, undefined]);
    expect(server.log).toHaveLength(6);
  });

  it('takes a new token before the old one ends', async () => {
    const { server, read } = await tenantOf({ pageSize: 1, tokenSeconds: 130 });
    expect((await read()).people).toHaveLength(12);
    expect(server.forms.length).toBeGreaterThan(1);
    expect(server.forms[0]?.get('scope')).toBe(`${server.origin}/.default`);
  });

  it('is not read without a token, and the secret is not in the failure', async () => {
    const { read } = await tenantOf({}, 'wrong');
    const { people, failure } = await read();
    expect(people).toEqual([]);
    expect(failure).toEqual({ kind: 'no-credentials', why: 'no token: invalid_client' });
  });

  it('is not followed to another host: the token would go with it', async () => {
    const { graph } = await tenantOf();
    for (const url of ['https://evil.example/v1.0/users', 'file:///etc/passwd', 'users']) {
      expect(await graph(url)).toMatchObject({ kind: 'failed', failure: { why: 'a link leads to another host' } });
    }
  });
});
