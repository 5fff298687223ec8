import { expect, test } from 'vitest';
import { addDay } from '../../../domain/day-set.ts';
import type { Region } from '../../../domain/ids.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { type Month, plusDays } from '../../../domain/time.ts';
import { daysAgo, lastSeen, now, sighting, user } from '../../domain/builders.ts';
import { branchOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, metricsOf, person, runDay } from './reconcile-scenario.ts';

const home = 'eu-west-1' as string as Region;
const ann = userEntry(user('AIDA0000000000616E6E'));

const people = [person('ann', undefined), person('ben', 1)];

/** The daily run, over an inventory of the same day. */
function runOn(world: World, day: number) {
  world.inventory = inventoryOf(people, {}, plusDays(now, day));
  return runDay(world, day);
}

/** Ann was there every day until 27 days ago; the account is watched from 300 days ago to a week from now. */
function quietTomorrow(): World {
  const world = worldOf(inventoryOf(people));
  const days = new Map<Month, number>();
  for (let ago = 300; ago >= -7; ago--) addDay(days, daysAgo(ago));
  const watches = new Map([[home, { lastRecord: now, lastProof: now, days }]]);
  const seen = lastSeen(...annOn(27), ...Array.from({ length: 40 }, (_, index) => annOn(28 + index)[0]));
  world.table.seen = { lastSeen: new Map([[ann, seen]]), watches };
  return world;
}

const annOn = (ago: number) => [sighting({ at: daysAgo(ago), userName: 'ann', eventId: `${ago}` })] as const;
const quietEvents = ({ events }: World) =>
  events.filter(({ detailType }) => detailType === 'Lastseen: User Fell Quiet');
const quietUsers = (world: World) =>
  metricsOf(world).flatMap(([name, value]) => (name === 'QuietUsers' ? [value] : []));

test('a user who falls quiet is reported once: by an event, in the digest and in the metric', async () => {
  const world = quietTomorrow();
  for (const day of [0, 1, 1, 2, 3]) await runOn(world, day);
  expect(quietUsers(world)).toEqual([0, 1, 1, 1, 1]);
  expect(quietEvents(world)).toMatchObject([
    {
      detail: {
        id: '123456789012/quiet/2026-10-27/AIDA0000000000616E6E',
        userName: 'ann',
        asOf: '2026-11-24T08:00:00Z',
        after: { state: 'active' },
        rhythm: { quiet: true, words: 'silent 28 days; the longest of 40 gaps in the last 400 days was 1' },
      },
    },
  ]);
  expect(world.digests).toHaveLength(2);
  expect(world.digests[1]?.body).toContain(
    '1 user is quieter than ever\n- ann: silent 28 days; the longest of 40 gaps',
  );
});

test('a day without proof interrupts the hint and does not report the silence again', async () => {
  const world = quietTomorrow();
  await runOn(world, 0);
  await runOn(world, 1);
  const { watches } = world.table.seen;
  world.trails.set(home, { writes: false, why: 'trail audit logs reads only' });
  await runOn(world, 2);
  world.trails.clear();
  world.table.seen = { ...world.table.seen, watches };
  await runOn(world, 3);
  expect(quietUsers(world)).toEqual([0, 1, 0, 1]);
  expect(quietEvents(world)).toHaveLength(1);
});

test('a run that dies anywhere loses no event, and one that comes twice has the same id', async () => {
  const start = quietTomorrow();
  await runOn(start, 0);
  const whole = branchOf(start);
  await runOn(whole, 1);
  expect(quietEvents(whole)).toHaveLength(1);
  for (let atCall = 1; atCall <= whole.calls.length; atCall++) {
    for (const when of ['before', 'after'] as const) {
      const world = branchOf(start);
      world.crash = { atCall, when };
      await runOn(world, 1).catch(() => undefined);
      world.crash = undefined;
      for (const day of [1, 2]) await runOn(world, day);
      const ids = quietEvents(world).map(({ detail }) => detail.id);
      expect([...new Set(ids)], `died ${when} call ${atCall}`).toEqual(
        quietEvents(whole).map(({ detail }) => detail.id),
      );
      expect(ids.length).toBeLessThanOrEqual(2);
    }
  }
});
