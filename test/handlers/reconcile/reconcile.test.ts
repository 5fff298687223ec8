import { expect, test } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { type Month, plusDays } from '../../../domain/time.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { lastSeen, now, region, sighting, user } from '../../domain/builders.ts';
import { portsOf, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, metricsOf, person, requestOf, runDay, statesIn } from './reconcile-scenario.ts';

const people = [
  person('ann', 1),
  person('ben', 200),
  person('cai', 150),
  person('dee', undefined),
  person('exe', 300, true),
];
const firstDay = () => worldOf(inventoryOf(people));

const metric = (world: ReturnType<typeof worldOf>, name: string) =>
  metricsOf(world).findLast(([each]) => each === name)?.[1];

test('the first run writes every verdict, reports the unused once, sets alarms for them and says that it is done', async () => {
  const world = firstDay();
  expect(await runDay(world, 0)).toMatchObject({ kind: 'done' });
  expect(statesIn(world)).toEqual({ ann: 'active', ben: 'idle', cai: 'idle', dee: 'never-used', exe: 'idle' });
  expect(world.digests.map(({ subject }) => subject)).toEqual([
    'Lastseen 123456789012: 3 newly unused, 0 back; 3 unused, 0 unknown of 5 users',
  ]);
  expect(world.events.map(({ detail }) => [detail.userName, detail.firstRun])).toEqual([
    ['ben', true],
    ['cai', true],
    ['dee', true],
  ]);
  expect([...world.alarms.keys()]).toEqual(
    ['dee', 'ben', 'cai'].map((name) => `lastseen/lastseen-prod/123456789012/${name}`),
  );
  expect([
    metric(world, 'UnusedUsers'),
    metric(world, 'Users'),
    metric(world, 'InventoryShrunk'),
    metric(world, 'ReconcileCompleted'),
  ]).toEqual([3, 5, 0, 1]);
  expect(world.pending).toBeUndefined();
  expect(world.lease).toBeUndefined();
});

test('a second run of the same day writes no verdict and reports nothing again', async () => {
  const world = firstDay();
  await runDay(world, 0);
  world.table.writes.length = 0;
  const [digests, events, alarms] = [world.digests.length, world.events.length, new Map(world.alarms)];
  await runDay(world, 0, { runId: 'again' });
  expect(world.table.writes).toEqual([]);
  expect([world.digests.length, world.events.length]).toEqual([digests, events]);
  expect(world.alarms).toEqual(alarms);
});

test('a run of the next day writes what changed, and that it ran', async () => {
  const world = firstDay();
  await runDay(world, 0);
  world.table.writes.length = 0;
  world.inventory = inventoryOf([person('ann', 1), person('ben', 0), ...people.slice(2)], {}, plusDays(now, 1));
  await runDay(world, 1);
  expect(world.table.writes).toEqual(['change', 'counts', 'assessment', 'run']);
  expect([...world.table.history.changes.values()]).toMatchObject([
    { at: plusDays(now, 1), detail: { userName: 'ben', before: { state: 'idle' }, after: { state: 'active' } } },
  ]);
  expect(world.digests).toHaveLength(2);
  expect(world.digests[1]?.body).toContain('Back again (1)\n- ben: active');
  expect(world.events.at(-1)).toMatchObject({
    detailType: 'Lastseen: User Active Again',
    detail: { userName: 'ben', before: { state: 'idle' } },
  });
  expect([...world.alarms.keys()]).not.toContain('lastseen/lastseen-prod/123456789012/ben');
});

test('a sighting of CloudTrail makes a user active whom IAM calls silent', async () => {
  const world = firstDay();
  const userId = user('AIDA000000000062656E');
  world.table.seen = {
    lastSeen: new Map([[`user#${userId}`, lastSeen(sighting({ userName: 'ben' }))]]) as never,
    watches: new Map(),
  };
  await runDay(world, 0);
  expect(statesIn(world)['ben']).toBe('active');
});

test('beyond the cap users have no alarm and no metric of their own, and the digest names them', async () => {
  const world = firstDay();
  await runDay(world, 0, { alarmCap: 1 });
  expect([...world.alarms.keys()]).toEqual(['lastseen/lastseen-prod/123456789012/dee']);
  expect(world.metrics.filter(({ name }) => name === 'IdleDays').map(({ dimensions }) => dimensions)).toEqual([
    { AccountId: '123456789012', UserName: 'dee' },
    { AccountId: '123456789012', UserName: 'dee', Stack: 'lastseen-prod' },
  ]);
  expect(world.digests[0]?.body).toContain('Unused, but beyond the cap on alarms (2)\n- ben\n- cai\n');
});

test('Regions whose proof failed or did not come back are counted and listed', async () => {
  const world = firstDay();
  await runDay(world, 0);
  world.failedProofs = [{ region: region('eu-west-1'), why: 'AccessDenied' }];
  world.inventory = inventoryOf([person('ann', 200), ...people.slice(1)], {}, plusDays(now, 1));
  await runDay(world, 1, { regions: [region('eu-west-1'), region('us-east-1')] });
  expect(metric(world, 'BlindRegions')).toBe(2);
  expect(world.digests.at(-1)?.body).toContain('- us-east-1 is blind: the last proof did not come back');
  expect(world.digests.at(-1)?.body).toContain('- the proof in eu-west-1 could not be made (AccessDenied)');
});

test('each run notes since when a Region is watched, and what its trail left out since the last one', async () => {
  const world = firstDay();
  const home = region('eu-west-1');
  const days = new Map([['2026-11' as Month, 7 << 20]]);
  const watches = new Map([[home, { lastRecord: now, lastProof: now, days }]]);
  world.table.seen = { lastSeen: new Map(), watches };
  await runDay(world, 0);
  expect(world.table.seen.watches.get(home)?.since).toBe('2026-11-21');
  world.trails.set('eu-west-1', { writes: false, why: 'trail audit logs reads only' });
  await runDay(world, 1);
  expect(world.table.seen.watches.get(home)?.since).toBeUndefined();
  expect(world.table.seen.watches.get(home)?.unrecorded).toEqual(new Map([['2026-11', 3 << 22]]));
  expect(metric(world, 'BlindRegions')).toBe(1);
});

test('the digest gives each blind Region its own cause', async () => {
  const world = firstDay();
  await runDay(world, 0);
  world.trails.set('us-east-1', { reads: false, why: 'trail audit logs writes only' });
  world.enabled = answered([region('eu-west-1'), region('us-east-1')]);
  world.inventory = inventoryOf([person('ann', 200), ...people.slice(1)], {}, plusDays(now, 1));
  await runDay(world, 1);
  expect(metric(world, 'BlindRegions')).toBe(2);
  const blind = world.digests
    .at(-1)
    ?.body.split('\n')
    .filter((line) => line.includes('is blind'));
  expect(blind).toEqual([
    '- eu-west-1 is blind: the last proof did not come back',
    '- us-east-1 is blind: its trails do not record both reads and writes',
  ]);
});

test('what is wrong with the trails, and which Regions are not known, is reported', async () => {
  const world = firstDay();
  world.trails.set('eu-west-1', { writes: false, why: 'trail audit logs reads only' });
  const outcome = await runDay(world, 0, { regions: [region('eu-west-1'), region('me-south-1')] });
  expect(outcome).toMatchObject({
    plan: {
      missing: [
        'me-south-1 is listed for proofs but not enabled in this account',
        'CloudTrail does not record everything in eu-west-1: trail audit logs reads only',
      ],
    },
  });
  world.enabled = failed({ kind: 'denied', why: 'AccessDeniedException' });
  world.trailsUnknown = 'AccessDenied';
  const second = await runDay(world, 1);
  expect(JSON.stringify(second)).toContain('enabled Regions are not known (AccessDeniedException); the 17');
  expect(JSON.stringify(second)).toContain('whether trails record everything is not known (AccessDenied)');
});

test('while another run holds the lease nothing is asked and nothing changes; its own next try goes on; an old lease is void', async () => {
  const world = firstDay();
  world.lease = { owner: 'other', until: plusDays(now, 0.01) };
  expect(await runDay(world, 0)).toEqual({ kind: 'busy', heldUntil: world.lease.until });
  expect(world.calls).toEqual(['take-lease']);
  expect(await runDay(world, 0, { runId: 'other' })).toMatchObject({ kind: 'done' });
  world.lease = { owner: 'dead', until: plusDays(now, 0.5) };
  expect(await runDay(world, 1)).toMatchObject({ kind: 'done' });
});

test('a run that finds the lease of a killed one says so at once, and in a metric; a run that failed left none', async () => {
  const world = firstDay();
  const killed = { owner: 'day-0', until: plusDays(now, 0.01) };
  world.lease = killed;
  await runDay(world, 0);
  expect(world.abandoned).toEqual([killed]);
  expect(metricsOf(world)[0]).toEqual(['AbandonedRuns', 1]);
  const failing = { ...portsOf(world), publishDigest: () => Promise.reject(new Error('no topic')) };
  world.inventory = inventoryOf([person('ann', 120), ...people.slice(1)], {}, plusDays(now, 1));
  const request = requestOf({ question: { now: plusDays(now, 1), thresholdDays: 90 } });
  await expect(reconcileAccount(request, failing)).rejects.toThrow();
  await runDay(world, 2);
  expect(world.abandoned).toEqual([killed]);
});

test('the metric of a killed run that cannot be put does not stop the next one', async () => {
  const world = firstDay();
  world.lease = { owner: 'day-0', until: plusDays(now, 0.01) };
  const ports = portsOf(world);
  const putMetrics = (metrics: readonly { readonly name: string }[], at: typeof now) =>
    metrics.some(({ name }) => name === 'AbandonedRuns')
      ? Promise.reject(new Error('throttled'))
      : ports.putMetrics(metrics as Parameters<typeof ports.putMetrics>[0], at);
  const outcome = await reconcileAccount(requestOf({ runId: 'day-0' }), { ...ports, putMetrics });
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(world.abandoned).toHaveLength(1);
});

test('where alarms cannot be listed, verdicts, metrics and digest are done, no alarm changes, and the run fails', async () => {
  const world = firstDay();
  await runDay(world, 0);
  const alarms = new Map(world.alarms);
  world.metrics.length = 0;
  world.inventory = inventoryOf([person('ann', 200), person('ben', 0), ...people.slice(2)], {}, plusDays(now, 1));
  const ports = portsOf(world);
  const cause = new Error('Throttling');
  const broken = { ...ports, alarms: { ...ports.alarms, list: () => Promise.reject(cause) } };
  const request = requestOf({ question: { now: plusDays(now, 1), thresholdDays: 90 } });
  const failure = await reconcileAccount(request, broken).catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: "the users' alarms could not be set", errors: [{ cause }] });
  expect(statesIn(world)).toMatchObject({ ann: 'idle', ben: 'active' });
  expect(world.digests.at(-1)?.body).toContain('Newly unused (1)\n- ann: idle');
  expect(world.pending).toBeUndefined();
  expect(metric(world, 'UnusedUsers')).toBe(3);
  expect(metric(world, 'ReconcileCompleted')).toBeUndefined();
  expect(world.alarms).toEqual(alarms);
  await runDay(world, 2);
  expect([...world.alarms.keys()].sort()).toEqual(
    ['ann', 'cai', 'dee'].map((name) => `lastseen/lastseen-prod/123456789012/${name}`),
  );
});

test('the plan of a run holds the alarms that it sets, before any is set', async () => {
  const world = firstDay();
  const outcome = await runDay(world, 0);
  const planned = 'plan' in outcome ? outcome.plan.alarms : undefined;
  expect(planned).toEqual({ kind: 'answered', value: { put: [...world.alarms.values()], remove: [] } });
});

test('where the topic fails, verdicts, metrics and alarms are done, the run fails, and the next one publishes', async () => {
  const world = firstDay();
  await runDay(world, 0);
  world.inventory = inventoryOf([person('ann', 200), ...people.slice(1)], {}, plusDays(now, 1));
  const ports = { ...portsOf(world), publishDigest: async () => Promise.reject(new Error('KMSAccessDenied')) };
  const request = requestOf({ question: { now: plusDays(now, 1), thresholdDays: 90 } });
  await expect(reconcileAccount(request, ports)).rejects.toThrow('the changes could not be published');
  expect(statesIn(world)['ann']).toBe('idle');
  expect([...world.alarms.keys()]).toContain('lastseen/lastseen-prod/123456789012/ann');
  expect(world.pending?.users.size).toBe(1);
  expect(metricsOf(world).filter(([name]) => name === 'ReconcileCompleted')).toHaveLength(1);
  await runDay(world, 2);
  expect(world.digests.at(-1)?.body).toContain('Newly unused (1)\n- ann: idle');
});
