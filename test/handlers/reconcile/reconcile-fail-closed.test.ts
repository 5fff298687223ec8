import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gapWords } from '../../../domain/inventory/gap-words.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import {
  type ReconcileOutcome,
  type ReconcileRequest,
  reconcileAccount,
} from '../../../handlers/reconcile/reconcile.ts';
import { gatherInventory } from '../../../infra/aws/iam/iam-inventory.ts';
import { daysAgo, lastSeen, now, sighting } from '../../domain/builders.ts';
import { type FakeUser, fakeUser } from '../../fakes/iam-account.ts';
import { denied, type Fault, type IamServer, startIamServer, throttled } from '../../fakes/iam-server.ts';
import { portsOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, metricsOf, requestOf, statesIn } from './reconcile-scenario.ts';

let iam: IamServer;
let world: World;
let waitedMs: number;

beforeAll(async () => {
  iam = await startIamServer();
});
afterAll(() => iam.stop());

/** Two who are used and six who are not; the details come in pages of three. */
const people: readonly FakeUser[] = Array.from({ length: 8 }, (_, n) =>
  fakeUser(n, n < 2 ? daysAgo(1) : daysAgo(200 + n)),
);

beforeEach(() => {
  Object.assign(iam.account, {
    users: people,
    reportUsers: undefined,
    serviceCredentials: [],
    pageSize: 3,
    fault: () => undefined,
  });
  iam.account.reportGeneratedAt = now;
  iam.calls.clear();
  world = worldOf(inventoryOf([]));
  waitedMs = 0;
});

/** A run over IAM's own protocol; the sleep of the wait for the report only counts. */
function run(changes: Partial<ReconcileRequest> = {}, day = 0): Promise<ReconcileOutcome> {
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  const question = { now: plusDays(now, day), thresholdDays: 90 };
  const ports = {
    ...portsOf(world),
    gatherInventory: (id: Parameters<typeof gatherInventory>[1]) => gatherInventory(iam.client(), id, sleep),
  };
  return reconcileAccount(requestOf({ question, runId: `day-${day}`, ...changes }), ports);
}

const always =
  (wanted: string, fault: Fault, from = 1) =>
  (action: string, call: number) =>
    action === wanted && call >= from ? fault : undefined;

/** What each unknown user of an outcome lacks, in words. */
function unknowns(outcome: ReconcileOutcome): Record<string, string> {
  if (!('plan' in outcome)) return {};
  const all = [...outcome.plan.reconciliation.assessments.values()];
  return Object.fromEntries(
    all
      .filter(({ state }) => state === 'unknown')
      .map(({ user, gaps }) => [user.userName, gaps.map(gapWords).join(', ')]),
  );
}

const unusedIn = () => Object.values(statesIn(world)).filter((state) => isUnused(state as never)).length;
const silent = people.slice(2).map(({ userName }) => userName);

test('where every source answers, the six are idle', async () => {
  await run();
  expect(unusedIn()).toBe(6);
});

describe('a credential report', () => {
  test.each([
    ['throttled', throttled, 'Throttling'],
    ['expired', { code: 'ReportExpired', status: 410 }, 'CredentialReportExpiredException'],
    ['not present for ten minutes', { code: 'ReportNotPresent', status: 410 }, 'CredentialReportNotPresentException'],
    ['still being made', { code: 'ReportInProgress', status: 404 }, 'CredentialReportNotReadyException'],
    ['denied', denied, 'AccessDenied'],
  ])('%s makes everybody unknown whom CloudTrail has not seen', async (_, fault, why) => {
    const seen = lastSeen(sighting({ userName: 'user-7', at: daysAgo(3) }));
    world.table.seen = { lastSeen: new Map([[`user#${people[7]?.userId}`, seen]]) as never, watches: new Map() };
    iam.account.fault = always('GetCredentialReport', fault);
    const outcome = await run();
    expect(unusedIn()).toBe(0);
    expect(statesIn(world)['user-7']).toBe('active');
    expect(unknowns(outcome)['user-3']).toBe(`the credential report could not be read (${why})`);
    expect(waitedMs).toBeLessThanOrEqual(300_000);
    expect([...world.alarms.keys()]).toEqual([]);
  });

  test('without a row for a listed user makes that user unknown', async () => {
    iam.account.reportUsers = people.filter(({ userName }) => userName !== 'user-5');
    const outcome = await run();
    expect(unknowns(outcome)).toEqual({ 'user-5': 'the credential report has no row for this user' });
    expect(unusedIn()).toBe(5);
  });

  test('older than a user, who has no row or the one of a predecessor, makes that user unknown', async () => {
    const young = fakeUser(9, undefined, { createdAt: daysAgo(0, -60) });
    iam.account.users = [
      ...people,
      young,
      fakeUser(3, undefined, { userId: 'AIDAREMADE0000000001', createdAt: daysAgo(0, -60) }),
    ].filter(({ userId }) => userId !== people[3]?.userId);
    iam.account.reportUsers = people;
    const words = unknowns(await run());
    expect(Object.keys(words).sort()).toEqual(['user-3', 'user-9']);
    expect(words['user-9']).toBe('the credential report has no row for this user');
    expect(words['user-3']).toContain('row is of another user of this name');
  });

  test('made two days ago makes the silent unknown', async () => {
    iam.account.reportGeneratedAt = daysAgo(2);
    expect(Object.keys(unknowns(await run())).sort()).toEqual(silent);
    expect(unusedIn()).toBe(0);
  });
});

test('a second page of the details that fails makes unknown whoever is silent and not on the first', async () => {
  iam.account.fault = always('GetAccountAuthorizationDetails', { code: 'ServiceFailure', status: 500 }, 2);
  const words = unknowns(await run());
  expect(Object.keys(words).sort()).toEqual(['user-3', 'user-4', 'user-5', 'user-6', 'user-7']);
  expect(words['user-3']).toBe('the authorization details could not be read (page 2: ServiceFailureException)');
  expect(statesIn(world)['user-2']).toBe('idle');
});

test('both listings failing from the first page forget nobody and call nobody unused', async () => {
  await run();
  iam.account.fault = (action) => (/Details|ListUsers/.test(action) ? throttled : undefined);
  iam.account.reportGeneratedAt = plusDays(now, 1);
  const outcome = await run({}, 1);
  expect(Object.keys(unknowns(outcome)).sort()).toEqual(silent);
  expect([...world.table.assessments.keys()].every((entry) => entry.startsWith('user#AIDAFAKE'))).toBe(true);
  expect(world.table.assessments.size).toBe(8);
});

test('all of IAM failing forgets nobody and calls nobody unused', async () => {
  await run();
  iam.account.fault = () => denied;
  await run({}, 1);
  expect(unusedIn()).toBe(0);
  expect(world.table.assessments.size).toBe(8);
  expect(world.digests.at(-1)?.body).toContain('ListUsers could not be read (page 1: AccessDenied)');
});

test('service-specific credentials that are denied make the silent unknown', async () => {
  iam.account.fault = always('ListServiceSpecificCredentials', denied);
  const words = unknowns(await run());
  expect(Object.keys(words).sort()).toEqual(silent);
  expect(words['user-2']).toBe(
    'the list of service-specific credentials could not be read (bedrock.amazonaws.com, page 1: AccessDenied)',
  );
});

test('a user with an active service-specific credential, whose use nobody records, is unknown', async () => {
  const credential = { service: 'bedrock.amazonaws.com', createdAt: '2025-06-01T00:00:00Z' };
  iam.account.serviceCredentials = [
    { ...credential, userName: 'user-4', id: 'ACCA4' },
    { ...credential, userName: 'user-5', id: 'ACCA5', status: 'Inactive' },
  ];
  expect(unknowns(await run())).toEqual({
    'user-4': 'IAM does not record the use of its active service-specific credential',
  });
});

describe('a table that', () => {
  const broken = Object.assign(new Error('no table'), { name: 'ProvisionedThroughputExceededException' });
  const cases: readonly (readonly [
    string,
    (ports: ReturnType<typeof portsOf>) => Partial<ReturnType<typeof portsOf>>,
  ])[] = [
    ['cannot be reached', ({ lease }) => ({ lease: { ...lease, take: () => Promise.reject(broken) } })],
    ['is read in half', ({ table }) => ({ table: { ...table, readAccount: () => Promise.reject(broken) } })],
    [
      'does not say which digest waits',
      ({ outbox }) => ({ outbox: { ...outbox, read: () => Promise.reject(broken) } }),
    ],
  ];
  test.each(cases)(
    '%s leaves the silent unknown, and every verdict, alarm and digest as it was',
    async (_, breakage) => {
      await run();
      const [assessments, alarms, digests] = [
        new Map(world.table.assessments),
        new Map(world.alarms),
        world.digests.length,
      ];
      const ports = {
        ...portsOf(world),
        gatherInventory: async (id: Parameters<typeof gatherInventory>[1]) =>
          gatherInventory(iam.client(), id, async () => {}),
      };
      world.metrics.length = 0;
      const outcome = await reconcileAccount(requestOf({ runId: 'broken' }), { ...ports, ...breakage(ports) });
      expect(outcome).toMatchObject({ kind: 'table-unreadable', cause: broken });
      const words = unknowns(outcome);
      expect(Object.keys(words).sort()).toEqual(silent);
      expect(words['user-2']).toBe(
        'the table of last sightings could not be read (ProvisionedThroughputExceededException)',
      );
      expect('plan' in outcome && outcome.plan.counts.unused).toBe(0);
      expect(metricsOf(world)).toEqual([
        ['Users', 8],
        ['UnknownUsers', 6],
      ]);
      expect([world.table.assessments, world.alarms, world.digests.length]).toEqual([assessments, alarms, digests]);
    },
  );
});

describe('everybody falling silent at once', () => {
  const asleep = (): readonly FakeUser[] => people.map((_, n) => fakeUser(n, daysAgo(120)));
  beforeEach(async () => {
    iam.account.users = people.map((_, n) => fakeUser(n, daysAgo(1)));
    await run();
    iam.account.users = asleep();
  });

  async function runAt(day: number) {
    iam.account.reportGeneratedAt = plusDays(now, day) as Instant;
    return run({}, day);
  }

  test('makes them unknown, and still so the next day', async () => {
    const words = unknowns(await runAt(1));
    expect(Object.keys(words)).toHaveLength(8);
    expect(words['user-1']).toBe('all users fell silent at once (8 since the last run): a source may be broken');
    await runAt(2);
    expect(unusedIn()).toBe(0);
    expect(world.alarms.size).toBe(0);
  });

  test('also where the run that saw it died halfway', async () => {
    for (let atCall = 1; atCall < 16; atCall += 1) {
      world.crash = { atCall: world.calls.length + atCall, when: 'after' };
      await runAt(1).catch(() => undefined);
      expect(unusedIn()).toBe(0);
    }
    world.crash = undefined;
    expect(Object.keys(unknowns(await runAt(1)))).toHaveLength(8);
  });
});

describe('an inventory that lost more than half of its users', () => {
  beforeEach(async () => {
    await run();
    iam.account.users = people.slice(0, 3);
    iam.account.reportGeneratedAt = plusDays(now, 1);
    world.metrics.length = 0;
  });

  test('stops the run: it changes no verdict, alarm or digest, says so and raises its own metric', async () => {
    const [assessments, alarms, digests] = [
      new Map(world.table.assessments),
      new Map(world.alarms),
      world.digests.length,
    ];
    expect(await run({}, 1)).toEqual({ kind: 'shrunk', shrinkage: { from: 8, to: 3 } });
    expect(metricsOf(world)).toEqual([['InventoryShrunk', 1]]);
    expect([world.table.assessments, world.alarms, world.digests.length]).toEqual([assessments, alarms, digests]);
    expect(world.lease).toBeUndefined();
  });

  test('passes once somebody confirms it, and is reported', async () => {
    expect(await run({ acceptShrunkInventory: true }, 1)).toMatchObject({ kind: 'done' });
    expect(world.table.assessments.size).toBe(3);
    expect(world.digests.at(-1)?.body).toContain('Gone (5)');
    expect(world.metrics.find(({ name }) => name === 'InventoryShrunk')?.value).toBe(0);
  });

  test('loses no digest that was waiting', async () => {
    iam.account.users = people.map((user, n) => (n === 0 ? fakeUser(0, daysAgo(100)) : user));
    world.crash = { atCall: world.calls.length + 6, when: 'after' };
    await run({}, 1).catch(() => undefined);
    world.crash = undefined;
    expect(world.pending?.users.size).toBe(1);
    iam.account.users = people.slice(0, 3);
    await run({}, 1);
    expect(world.pending?.users.size).toBe(1);
    iam.account.users = people.map((user, n) => (n === 0 ? fakeUser(0, daysAgo(100)) : user));
    await run({}, 1);
    expect(world.digests.at(-1)?.body).toContain('Newly unused (1)\n- user-0');
  });
});

test('a user who was unused, could not be judged for a day and is unused again keeps its alarm throughout', async () => {
  await run();
  const alarms = new Map(world.alarms);
  iam.account.fault = always('GetCredentialReport', denied);
  await run({}, 1);
  expect(world.alarms).toEqual(alarms);
  iam.account.fault = () => undefined;
  iam.account.reportGeneratedAt = plusDays(now, 2);
  await run({}, 2);
  expect(world.alarms).toEqual(alarms);
});
