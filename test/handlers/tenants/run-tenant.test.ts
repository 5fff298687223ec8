import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { type Instant, plusDays, plusMinutes } from '../../../domain/time.ts';
import { readEntra } from '../../../handlers/tenants/read-entra.ts';
import { runTenant, type TenantOutcome } from '../../../handlers/tenants/run-tenant.ts';
import type { TenantRequest } from '../../../handlers/tenants/tenant-run-ports.ts';
import { tokensOf } from '../../../infra/entra/tokens.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { graphUser, tenant } from '../../domain/providers/entra/builders.ts';
import { type Mishap, startGraphServer } from '../../fakes/entra/graph-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';
import { branchOfTenant, type TenantWorld, tenantPortsOf, tenantWorld } from '../../fakes/tenants/tenant-world.ts';

const guid = (index: number) => `b7873f1b-547b-4605-ad9e-${`${index}`.padStart(12, '0')}`;
const userOf = (index: number, last: string) =>
  graphUser({
    id: guid(index),
    userPrincipalName: `user${index}@example.com`,
    signInActivity: { lastSuccessfulSignInDateTime: last },
  });

/** Seven users on three pages: four are silent for long, three signed in lately. The log has one page. */
const people: JsonObject[] = [5, 300, 200, 10, 400, 20, 150].map((days, index) => userOf(index, daysAgo(days)));

const clock = jumpingClock(Date.parse(now));
let listed: readonly JsonObject[] = people;
let mishap: Mishap | undefined;
let isLinkEnded = false;
let graph: Awaited<ReturnType<typeof startGraphServer>>;
beforeAll(async () => {
  graph = await startGraphServer({
    clock,
    users: () => listed,
    pageSize: 3,
    mishap: (request, url) => {
      if (isLinkEnded && url.searchParams.has('$skiptoken')) return { status: 400, code: 'Directory_ExpiredPageToken' };
      return mishap?.(request, url);
    },
  });
});
afterAll(() => graph.stop());
beforeEach(() => {
  [listed, mishap, isLinkEnded] = [people, undefined, false];
  graph.log.length = 0;
});

const day = (days: number): Instant => plusDays(now, days);

interface Invocation extends Partial<Omit<TenantRequest, 'question'>> {
  readonly at?: Instant;
  /** So many requests are sent; then the time is over. */
  readonly requests?: number;
}

async function invoke(
  world: TenantWorld,
  { at = now, requests = 100, ...changes }: Invocation = {},
): Promise<TenantOutcome> {
  // Graph counts the requests of ten seconds, whoever sent them.
  await clock.sleep(10_000);
  const before = graph.log.length;
  const cloud = { graph: graph.origin, login: graph.origin };
  const application = { cloud, tenantId: tenant(), clientId: 'app', proof: { kind: 'secret', secret: 's' } } as const;
  const request: TenantRequest = {
    accountId: tenant(),
    stackName: 'lastseen-prod',
    tableName: 'lastseen',
    question: { now: at, thresholdDays: 90 },
    exemptions: [],
    requestId: 'request',
    isAsked: false,
    acceptShrunkInventory: false,
    hasTimeToRead: () => graph.log.length - before < requests,
    hasTimeToJudge: () => true,
    ...changes,
  };
  const tokens = tokensOf(application, clock);
  const readTenant = (reading: Parameters<typeof readEntra>[1]) =>
    readEntra({ root: graph.origin, tokens, clock, streams: ['interactive'] }, reading);
  return runTenant(request, tenantPortsOf(world, readTenant));
}

const statesIn = ({ world }: TenantWorld) =>
  Object.fromEntries([...world.table.assessments.values()].map(({ user, state }) => [user.userName[4], state]));
const allJudged = { 0: 'active', 1: 'idle', 2: 'idle', 3: 'active', 4: 'idle', 5: 'active', 6: 'idle' };

/** What an invocation leaves that others can see. */
const traces = ({ world, kept, latest }: TenantWorld) => ({
  table: world.table.assessments,
  run: world.table.run,
  history: world.table.history,
  pending: world.pending,
  lease: world.lease,
  kept: [kept.readings.size, kept.answers.size, latest],
});

describe('the daily run over a tenant', () => {
  it('reads, judges, reports once, and then rests until the next day', async () => {
    const world = tenantWorld();
    expect(await invoke(world)).toMatchObject({ kind: 'done', plan: { counts: { users: 7, idle: 4 } } });
    expect(statesIn(world)).toEqual(allJudged);
    const requests = graph.log.length;
    expect(await invoke(world, { at: plusMinutes(now, 15) })).toEqual({ kind: 'resting', latest: now });
    expect(graph.log).toHaveLength(requests);
    const digests = world.world.digests.map(({ subject }) => subject);
    expect(digests).toEqual(['Lastseen Entra ID 61b97b01: 4 newly unused, 0 back; 4 unused, 0 unknown of 7 users']);
    expect(world.world.digests[0]?.body).not.toContain('CloudTrail');
    expect(world.world.metrics.map(({ name, dimensions }) => [name, dimensions['AccountId']])).toContainEqual([
      'ReconcileCompleted',
      tenant(),
    ]);
  });

  it('reports the second day what changed, and nothing else', async () => {
    const world = tenantWorld();
    await invoke(world);
    listed = [...people.slice(2), userOf(0, day(1)), userOf(1, day(1))];
    await invoke(world, { at: day(1), isAsked: true });
    const [, second] = world.world.digests;
    expect(second?.subject).toContain('0 newly unused, 1 back; 3 unused');
    expect(second?.body).toContain('Back again (1)\n- user1@example.com: active');
    expect(await invoke(world, { at: day(2), isAsked: true })).toMatchObject({ kind: 'done' });
    expect(world.world.digests).toHaveLength(2);
  });

  it('continues a large tenant over many invocations, and sends each request once', async () => {
    const world = tenantWorld();
    const outcomes: string[] = [];
    for (let tick = 0; tick < 6; tick++)
      outcomes.push((await invoke(world, { at: plusMinutes(now, tick * 15), requests: 2 })).kind);
    expect(outcomes).toEqual(['unfinished', 'unfinished', 'unfinished', 'done', 'resting', 'resting']);
    expect(graph.log).toHaveLength(7);
    expect(statesIn(world)).toEqual(allJudged);
    expect(world.kept.answers.size).toBe(0);
  });

  it('judges in the next invocation where too little time is left, and asks nobody again', async () => {
    const world = tenantWorld();
    expect((await invoke(world, { hasTimeToJudge: () => false })).kind).toBe('unfinished');
    expect([statesIn(world), graph.log.length]).toEqual([{}, 7]);
    expect((await invoke(world, { requests: 0 })).kind).toBe('done');
    expect([statesIn(world), graph.log.length]).toEqual([allJudged, 7]);
  });

  it('judges nobody by a part of a list: it waits, and goes on at the page that failed', async () => {
    const world = tenantWorld();
    mishap = (request) => (request > 4 ? { status: 503, code: 'ServiceUnavailable' } : undefined);
    expect(await invoke(world)).toMatchObject({ kind: 'waiting', failures: [{ kind: 'throttled' }] });
    expect([statesIn(world), world.world.metrics, world.world.digests]).toEqual([{}, [], []]);
    mishap = undefined;
    graph.log.length = 0;
    expect((await invoke(world, { at: plusMinutes(now, 15) })).kind).toBe('done');
    expect([statesIn(world), graph.log.length]).toEqual([allJudged, 3]);
  });

  it('after four hours without an answer calls those unknown whose silence is not proven, and the digest says why', async () => {
    const world = tenantWorld();
    await invoke(world);
    mishap = () => ({ status: 403, code: 'Authorization_RequestDenied' });
    expect(await invoke(world, { at: day(1), isAsked: true })).toMatchObject({ kind: 'waiting' });
    expect(statesIn(world)).toEqual(allJudged);
    const late = plusMinutes(day(1), 240);
    expect(await invoke(world, { at: late })).toMatchObject({
      kind: 'done',
      plan: { counts: { active: 3, unknown: 4 } },
    });
    expect(world.world.digests.at(-1)?.body).toContain('grant User.Read.All and AuditLog.Read.All');
  });

  it('reads from the start where a link to the next page has ended', async () => {
    const world = tenantWorld();
    await invoke(world, { requests: 1 });
    isLinkEnded = true;
    expect(await invoke(world)).toMatchObject({
      kind: 'waiting',
      failures: [{ why: 'Directory_ExpiredPageToken' }, {}],
    });
    isLinkEnded = false;
    graph.log.length = 0;
    expect((await invoke(world)).kind).toBe('done');
    expect([statesIn(world), graph.log.length]).toEqual([allJudged, 7]);
  });

  it('begins anew the next day where an answer that was kept cannot be read', async () => {
    const world = tenantWorld();
    await invoke(world, { requests: 2 });
    for (const place of world.kept.answers.keys()) world.kept.answers.set(place, Buffer.from('no gzip'));
    await expect(invoke(world, { at: plusMinutes(now, 15) })).rejects.toThrow('incorrect header check');
    expect(statesIn(world)).toEqual({});
    expect(await invoke(world, { at: day(1), isAsked: true })).toMatchObject({ kind: 'done' });
    expect([statesIn(world), world.latest, world.kept.answers.size]).toEqual([allJudged, day(1), 0]);
  });

  it('stops where most users are gone, until a person accepts it', async () => {
    const world = tenantWorld();
    await invoke(world);
    listed = people.slice(0, 3);
    const shrunk = await invoke(world, { at: day(1), isAsked: true });
    expect(shrunk).toEqual({ kind: 'shrunk', shrinkage: { from: 7, to: 3 } });
    expect((await invoke(world, { at: plusMinutes(day(1), 15) })).kind).toBe('resting');
    const accepted = { at: plusMinutes(day(1), 30), isAsked: true, acceptShrunkInventory: true };
    expect(await invoke(world, accepted)).toMatchObject({ kind: 'done', plan: { counts: { users: 3 } } });
  });

  it('leaves a tenant alone while another invocation is at work', async () => {
    const world = tenantWorld();
    world.world.lease = { owner: 'another', until: plusMinutes(now, 5) };
    expect(await invoke(world)).toEqual({ kind: 'busy', heldUntil: plusMinutes(now, 5) });
    expect(graph.log).toEqual([]);
  });

  it('killed before or after any call and run again ends in the same table, with one digest or the same one twice', async () => {
    listed = people.slice(0, 3);
    const before = tenantWorld();
    await invoke(before);
    listed = [userOf(1, day(1)), userOf(2, daysAgo(200)), userOf(7, daysAgo(120))];
    const undisturbed = branchOfTenant(before);
    const second = { at: day(1), isAsked: true };
    await invoke(undisturbed, second);
    const calls = undisturbed.world.calls.length;
    expect(calls).toBeGreaterThan(25);
    const [expected] = undisturbed.world.digests;
    const tally = new Map<number, number>();
    for (let atCall = 1; atCall <= calls; atCall++) {
      for (const when of ['before', 'after'] as const) {
        const world = branchOfTenant(before);
        world.world.crash = { atCall, when };
        await invoke(world, second).catch(() => {});
        world.world.crash = undefined;
        await invoke(world, second);
        expect(traces(world), `killed ${when} call ${atCall}`).toEqual(traces(undisturbed));
        const { digests } = world.world;
        for (const digest of digests) expect(digest).toEqual(expected);
        tally.set(digests.length, (tally.get(digests.length) ?? 0) + 1);
      }
    }
    expect([...tally.keys()].sort()).toEqual([1, 2]);
    expect(tally.get(2)).toBeLessThan(4);
  });
});
