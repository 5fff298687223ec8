import { expect, test } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import type { StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { now } from '../../domain/builders.ts';
import { portsOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, metricsOf, person, requestOf, statesIn } from './reconcile-scenario.ts';

const twoPeople = () => worldOf(inventoryOf([person('ann', 50), person('svc-ben', 50)]));

/** The daily job over a table with these settings. */
function runWith(world: World, settings: StoredSettings) {
  const ports = portsOf(world);
  const readAccount = async (...[accountId]: Parameters<typeof ports.table.readAccount>) => {
    return { ...(await ports.table.readAccount(accountId)), settings };
  };
  return reconcileAccount(requestOf(), { ...ports, table: { ...ports.table, readAccount } });
}

const setTo = (settings: AccountSettings): StoredSettings => ({ kind: 'set', latest: settingsVersion(1, settings) });

test("an account is judged by its own threshold and exemptions before the deployment's", async () => {
  const world = twoPeople();
  const settings = setTo({ thresholdDays: 45, exemptions: [{ pattern: 'svc-*' }] });
  expect(await runWith(world, settings)).toMatchObject({ kind: 'done', notes: [], plan: { counts: { unused: 2 } } });
  expect(statesIn(world)).toEqual({ ann: 'idle', 'svc-ben': 'idle' });
  expect(world.digests.map(({ subject }) => subject)).toEqual([
    'Lastseen 123456789012: 1 newly unused, 0 back; 1 unused, 0 unknown of 2 users',
  ]);
  expect(world.table.run).toMatchObject({ thresholdDays: 45 });
});

test('a skipped account has a completed run, and nothing else changes', async () => {
  const world = twoPeople();
  const skip = { reason: 'closing', end: now.slice(0, 10) };
  expect(await runWith(world, setTo({ skip }))).toEqual({ kind: 'skipped', skip });
  expect(metricsOf(world)).toEqual([['ReconcileCompleted', 1]]);
  expect([world.table.writes, world.digests, world.lease]).toEqual([[], [], undefined]);
});

test('a skip past its end is told, and the account is judged', async () => {
  const world = twoPeople();
  const outcome = await runWith(world, setTo({ skip: { reason: 'closing', end: '2026-11-22' } }));
  expect(outcome).toMatchObject({ kind: 'done', notes: [expect.stringContaining('ended on 2026-11-22')] });
  expect(statesIn(world)).toEqual({ ann: 'active', 'svc-ben': 'active' });
});

test('settings of a later version fail the run before anybody is judged', async () => {
  const world = twoPeople();
  await expect(runWith(world, { kind: 'unreadable', entry: settingsEntry(2) })).rejects.toThrow('later version');
  expect([world.table.writes, world.lease]).toEqual([[], undefined]);
});
