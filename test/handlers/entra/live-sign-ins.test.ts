import { afterEach, describe, expect, it } from 'vitest';
import { dayNumbersOf } from '../../../domain/day-set.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { streamRegion } from '../../../domain/providers/entra/records.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { dayNumberOf, epochMs, type Instant, plusDays } from '../../../domain/time.ts';
import { type LiveTenantPorts, scanTenantLive } from '../../../handlers/entra/scan-tenant-live.ts';
import { graphAt, listPace } from '../../../infra/entra/graph.ts';
import { readOnePerson, readPeopleList } from '../../../infra/entra/people.ts';
import { readSignInLog, signInUrl } from '../../../infra/entra/sign-in-log.ts';
import { tokensOf } from '../../../infra/entra/tokens.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import { colleague, graphUser, objectId, signInRecord, tenant } from '../../domain/providers/entra/builders.ts';
import { type Mishap, startGraphServer } from '../../fakes/entra/graph-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A tenant of alice and a colleague, with this sign-in log. */
async function tenantWith(
  signIns: readonly JsonObject[],
  changes: { alice?: JsonObject; mishap?: Mishap; logPageSize?: number } = {},
) {
  const clock = jumpingClock(epochMs(now));
  const users = () => [colleague, changes.alice ?? graphUser()];
  const world = { mishap: changes.mishap };
  const mishap: Mishap = (request, url) => world.mishap?.(request, url);
  const server = await startGraphServer({ clock, users, signIns, mishap, logPageSize: changes.logPageSize ?? 1000 });
  stops.push(server.stop);
  const root = server.origin;
  const proof = { kind: 'secret', secret: 's' } as const;
  const tokens = tokensOf({ cloud: { graph: root, login: root }, tenantId: tenant(), clientId: 'c', proof }, clock);
  const graph = graphAt(root, listPace, { tokens, clock });
  const said: string[] = [];
  const table = memoryLastSeenTable();
  const scanAt = async (at: Instant, streams: NonNullable<LiveTenantPorts['log']>['streams'] = ['interactive']) => {
    const from = server.log.length;
    const ports: LiveTenantPorts = {
      clock: () => at,
      readList: (withActivity) => readPeopleList(graph, root, withActivity),
      readOne: (id) => readOnePerson(graph, root, id),
      log: {
        streams,
        readLog: (stream, span, take) => readSignInLog(graph, root, stream, span, 3, take),
        readRecord: (stream, id) => graph(signInUrl(root, stream, id)),
      },
      say: (text) => said.push(text),
    };
    const settings = okOf(parseSettings({ now: at }, at));
    const { scanned, inventory } = await scanTenantLive(tenant(), undefined, settings, table, ports);
    const assessments = [...(scanned.accounts[0]?.assessments.values() ?? [])];
    const alice = assessments.find(({ user }) => user.userId === objectId());
    const asked = server.log.slice(from).filter((url) => url.includes('signIns'));
    return { alice, missing: inventory?.missing, asked: asked.map((url) => decodeURIComponent(url)) };
  };
  return { scanAt, world, table, said };
}

const dayBefore = (days: number) => dayNumberOf(now) - days;
const region = streamRegion('interactive');

/** A sign-in of the colleague on each of these days. */
const busy = (days: readonly number[]): JsonObject[] =>
  days.map((day) => signInRecord({ id: `busy-${day}`, userId: colleague['id'], createdDateTime: daysAgo(day) }));

async function watchedDays({ table }: Awaited<ReturnType<typeof tenantWith>>): Promise<number[]> {
  const { watches } = await table.readAccount(tenant());
  return region === undefined
    ? []
    : dayNumbersOf(watches.get(region)?.days ?? new Map()).map((day) => dayNumberOf(now) - day);
}

describe("Entra ID's sign-in log, asked", () => {
  it('gives days, and a later run reads only what came since', async () => {
    const world = await tenantWith([...busy([0, 1, 2, 3]), signInRecord({ createdDateTime: daysAgo(2) })]);
    const first = await world.scanAt(now);
    expect(first.alice).toMatchObject({ state: 'active', lastActivity: { source: 'entra-sign-in-log' } });
    expect(first.asked[0]).toContain(`createdDateTime ge ${plusDays(now, -28).slice(0, 10)}T00:00:00Z`);
    expect(await watchedDays(world)).toEqual([3, 2, 1, 0]);
    const [entry] = [...(await world.table.readAccount(tenant())).lastSeen].filter(([key]) => key.endsWith(objectId()));
    expect(dayNumbersOf(entry?.[1].days ?? new Map())).toEqual([dayBefore(2)]);
    const { asked } = await world.scanAt(plusDays(now, 1));
    expect(asked[0]).toContain(`createdDateTime ge ${daysAgo(1).slice(0, 10)}T00:00:00Z`);
  });

  it('of clients is asked of the beta version, and watches a stream of its own', async () => {
    const client = signInRecord({ createdDateTime: daysAgo(1), signInEventTypes: ['nonInteractiveUser'] });
    const world = await tenantWith([client]);
    expect((await world.scanAt(now)).alice?.state).toBe('idle');
    const { alice, asked } = await world.scanAt(now, ['interactive', 'non-interactive']);
    expect([alice?.state, asked.filter((url) => url.startsWith('/beta/')).length]).toEqual(['active', 1]);
    expect([...(await world.table.readAccount(tenant())).watches.keys()]).toEqual(['non-interactive-sign-ins']);
  });

  it('that breaks off watches only the days that were read wholly, and the next run reads the others', async () => {
    const world = await tenantWith(busy([0, 1, 2, 3, 4, 5]), { logPageSize: 1 });
    const { missing } = await world.scanAt(now);
    expect([missing, world.said]).toEqual([[], [expect.stringContaining('it is longer than one run reads')]]);
    expect(await watchedDays(world)).toEqual([1, 0]);
    const { asked } = await world.scanAt(now);
    expect(asked.some((url) => url.includes(`createdDateTime lt ${daysAgo(1).slice(0, 10)}T`))).toBe(true);
    expect(await watchedDays(world)).toEqual([3, 2, 1, 0]);
  });

  it('with a record that is not understood proves nothing, and keeps its user from being called unused', async () => {
    const world = await tenantWith([...busy([0, 1]), signInRecord({ status: { errorCode: 'none' } })]);
    const { alice } = await world.scanAt(now);
    expect(alice?.gaps.map(({ kind }) => kind)).toContain('record-unreadable');
    expect([alice?.state, await watchedDays(world)]).toEqual(['unknown', []]);
  });

  const attempted = graphUser({
    signInActivity: { lastSuccessfulSignInDateTime: null, lastSignInDateTime: daysAgo(10), lastSignInRequestId: 'a1' },
  });
  const failure = signInRecord({ id: 'a1', createdDateTime: daysAgo(10), status: { errorCode: 50126 } });

  it('decides about an attempt, also after a later run that no longer reads its day', async () => {
    const world = await tenantWith([...busy([0, 1]), failure], { alice: attempted });
    expect((await world.scanAt(now)).alice?.state).toBe('never-used');
    const days = Array.from({ length: 29 }, (_, day) => day);
    const later = await tenantWith([...busy(days), failure], { alice: attempted });
    await later.scanAt(now);
    const { alice, asked } = await later.scanAt(now);
    expect([alice?.state, asked.at(-1)]).toEqual(['never-used', '/v1.0/auditLogs/signIns/a1']);
  });

  it('that is refused is missing only where an attempt waits for it', async () => {
    const refuse: Mishap = (_, url) =>
      url.pathname.includes('signIns') ? { status: 403, code: 'Authorization_RequestDenied' } : undefined;
    const idle = await tenantWith([], { mishap: refuse });
    const calm = await idle.scanAt(now);
    expect([calm.alice?.state, calm.missing]).toEqual(['idle', []]);
    expect(idle.said).toEqual([expect.stringContaining('grant AuditLog.Read.All')]);
    const waiting = await (await tenantWith([failure], { alice: attempted, mishap: refuse })).scanAt(now);
    expect([waiting.alice?.state, waiting.missing]).toEqual([
      'unknown',
      [expect.stringMatching(/sign-in log could not be read \(Authorization_RequestDenied\).*decide about 1 user/)],
    ]);
  });
});
