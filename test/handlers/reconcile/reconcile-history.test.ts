import { expect, test } from 'vitest';
import { failed } from '../../../domain/answer.ts';
import { plusDays } from '../../../domain/time.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { now } from '../../domain/builders.ts';
import { portsOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, person, requestOf, runDay, statesIn } from './reconcile-scenario.ts';

const people = [person('ann', 1), person('ben', 200), person('cai', 150), person('dee', undefined)];

const recordedIn = (world: World) =>
  [...world.table.history.changes.values()].map(({ detail: { userName, before, after } }) => [
    userName,
    before?.state ?? null,
    after?.state ?? null,
  ]);

test('an account whose inventory failed records no change, and loses none', async () => {
  const world = worldOf(inventoryOf(people));
  await runDay(world, 0);
  const failure = { kind: 'denied', why: 'AccessDenied' } as const;
  const unlisted = { users: [], failure };
  world.inventory = {
    report: failed(failure),
    details: unlisted,
    list: unlisted,
    serviceCredentials: { listed: [], failure },
  };
  await runDay(world, 1);
  expect(new Set(Object.values(statesIn(world)))).toEqual(new Set(['unknown']));
  expect(recordedIn(world)).toEqual([]);
  world.inventory = inventoryOf([...people.slice(1, 3), person('dee', 0)], {}, plusDays(now, 2));
  await runDay(world, 2);
  expect(recordedIn(world).sort()).toEqual([
    ['ann', 'active', null],
    ['dee', 'never-used', 'active'],
  ]);
});

test('each day keeps the counts of its latest run, and the digest and the history agree', async () => {
  const world = worldOf(inventoryOf(people));
  await runDay(world, 0);
  world.inventory = inventoryOf([person('ann', 120), person('ben', 0), ...people.slice(2)], {}, plusDays(now, 1));
  await runDay(world, 1);
  expect(recordedIn(world).sort()).toEqual([
    ['ann', 'active', 'idle'],
    ['ben', 'idle', 'active'],
  ]);
  const published = world.events.slice(-2).map(({ detail: { id } }) => id);
  expect([...world.table.history.changes.values()].map(({ detail: { id } }) => id).sort()).toEqual(published.sort());
  const days = [...world.table.history.counts].map(([entry, { counts }]) => [entry, counts.idle, counts.active]);
  expect(days).toEqual([
    ['counts#2026-11-23', 2, 1],
    ['counts#2026-11-24', 2, 1],
  ]);
});

test('where another run recorded its changes meanwhile, this one records none, and the next one does', async () => {
  const world = worldOf(inventoryOf(people));
  await runDay(world, 0);
  world.inventory = inventoryOf([person('ann', 120), ...people.slice(1)], {}, plusDays(now, 1));
  const ports = portsOf(world);
  const replaceHistory = async () => false;
  const request = requestOf({ question: { now: plusDays(now, 1), thresholdDays: 90 } });
  await reconcileAccount(request, { ...ports, table: { ...ports.table, replaceHistory } });
  expect(statesIn(world)).toMatchObject({ ann: 'idle' });
  expect(recordedIn(world)).toEqual([]);
  await runDay(world, 2);
  expect(recordedIn(world)).toEqual([['ann', 'active', 'idle']]);
});
