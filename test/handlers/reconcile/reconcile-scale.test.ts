import { afterAll, beforeAll, expect, test } from 'vitest';
import { plusDays } from '../../../domain/time.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { countCalls } from '../../../infra/aws/iam/call-counter.ts';
import { gatherInventory } from '../../../infra/aws/iam/iam-inventory.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { fakeUser } from '../../fakes/iam-account.ts';
import { type IamServer, startIamServer } from '../../fakes/iam-server.ts';
import { portsOf, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, requestOf } from './reconcile-scenario.ts';

let iam: IamServer;
beforeAll(async () => {
  iam = await startIamServer({ reportGeneratedAt: now });
});
afterAll(() => iam.stop());

test('5,000 users take at most 40 calls to IAM, none of them per user, and an unchanged day writes two entries: the counts and the run', async () => {
  iam.account.users = Array.from({ length: 5000 }, (_, n) => fakeUser(n, daysAgo(n % 180)));
  const world = worldOf(inventoryOf([]));
  const client = iam.client();
  const count = countCalls(client);
  const ports = {
    ...portsOf(world),
    gatherInventory: (id: Parameters<typeof gatherInventory>[1]) => gatherInventory(client, id, async () => {}),
  };
  await reconcileAccount(requestOf(), ports);
  const calls = count();
  expect(Object.values(calls).reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(40);
  expect(Object.keys(calls).sort()).toEqual([
    'GenerateCredentialReport',
    'GetAccountAuthorizationDetails',
    'GetCredentialReport',
    'ListServiceSpecificCredentials',
    'ListUsers',
  ]);
  expect(world.table.assessments.size).toBe(5000);
  expect(world.alarms.size).toBe(50);
  expect(world.calls.filter((call) => call === 'put-metrics')).toHaveLength(2);
  world.table.writes.length = 0;
  await reconcileAccount(requestOf({ question: { now: plusDays(now, 0.01), thresholdDays: 90 } }), ports);
  expect(world.table.writes).toEqual(['counts', 'run']);
  expect(world.digests).toHaveLength(1);
});
