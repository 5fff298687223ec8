import { describe, expect, it } from 'vitest';
import {
  type Lifecycle,
  type LifecycleState,
  noEntries,
  type UserEntries,
} from '../../../domain/lifecycle/lifecycle.ts';
import { sealPlan } from '../../../domain/lifecycle/plan.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { account, daysAgo, now } from '../../domain/builders.ts';
import { digest, idOf, type Person, person } from '../../domain/lifecycle/world.ts';
import { actingWorld } from './acting-world.ts';

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';

type World = Awaited<ReturnType<typeof actingWorld>>;

const untold = (who: Person): Person => ({ ...who, entries: noEntries });
const active = (who: Person): Person => ({ ...untold(who), assessment: person(0, 1).assessment });

/** Who may write the table and knows the code writes a whole chain of events, each with its right hash. */
async function forge(
  world: World,
  states: readonly LifecycleState[],
  changes: Partial<Lifecycle>,
): Promise<UserEntries> {
  for (const state of states) {
    const { entries } = await readUser(world.store, account(), idOf(0));
    const context = { actor: 'mallory', now: daysAgo(20), cause: 'forged' };
    const event = nextEvent(entries, { userId: idOf(0), userName: 'person-0' }, state, context, digest, changes);
    await writeTransition(world.store, account(), entries, event);
  }
  return (await readUser(world.store, account(), idOf(0))).entries;
}

const applied = async (world: World) => world.apply((await world.planNow()).plan);

describe('who wants to harm an account by its lifecycle', () => {
  it('forges a plan: what a plan of this moment would not do is not done', async () => {
    const world = await actingWorld(1, {}, active);
    const due = await actingWorld(1);
    const { hash: _, ...plan } = (await due.planNow()).plan;
    const before = world.snapshot();
    const reports = await world.apply(
      sealPlan({ ...plan, settings: { ...plan.settings, quarantinesARun: 99 } }, digest),
    );
    expect(reports).toMatchObject([
      { step: { act: 'quarantine' }, result: 'dropped', why: expect.stringMatching(/^active/) },
    ]);
    expect(world.iam.users).toEqual(before);
  });

  it('forges notices of a user who is active: they end, and nobody is denied', async () => {
    const world = await actingWorld(1, {}, active);
    const notices = [20, 10].map((days) => ({ at: daysAgo(days), to: 'a' }));
    const { isUnreadable } = await forge(world, ['noticed'], { notices, lastActivity: now });
    expect(isUnreadable).toBe(false);
    expect(await applied(world)).toMatchObject([{ step: { act: 'clear' }, result: 'done' }]);
    expect(world.isDenied(0)).toBe(false);
  });

  it('forges a quarantine to have the deny of a security team lifted: it stays', async () => {
    const world = await actingWorld(1, {}, untold);
    const user = world.iam.users.get('person-0');
    if (user === undefined) throw new Error('the user is there');
    world.iam.users.set('person-0', { ...user, attachedPolicies: [denyAll] });
    await forge(world, ['noticed', 'quarantining', 'quarantined'], {});
    const keep = { until: '2026-12-31', reason: 'x', by: 'mallory', at: now };
    await world.store.writeLifecycle(account(), { kind: 'keep', userId: idOf(0), keep });
    expect(await applied(world)).toMatchObject([{ step: { act: 'release' }, result: 'failed' }]);
    expect(await world.undo(0)).toMatchObject({ kind: 'failed' });
    expect(world.isDenied(0)).toBe(true);
  });

  it('changes one event in the table: nothing is done to that user any more', async () => {
    const world = await actingWorld(1);
    const { plan } = await world.planNow();
    for (const [entry, item] of world.store.items) {
      if (entry.endsWith('#000001')) world.store.items.set(entry, { ...item, event: { seq: 1 } });
    }
    expect(await world.apply(plan)).toMatchObject([
      { result: 'dropped', why: expect.stringMatching(/cannot be read/) },
    ]);
    expect(world.isDenied(0)).toBe(false);
  });

  it('restores an older table: the tag tells, and the account stops until a person looked', async () => {
    const world = await actingWorld(2, { weeklyPercent: 50 });
    const older = structuredClone([...world.store.items]);
    await applied(world);
    expect([world.isDenied(0), world.isDenied(1)]).toEqual([true, false]);
    world.store.items.clear();
    for (const [entry, item] of older) world.store.items.set(entry, item);
    const { plan } = await world.planNow();
    expect(plan.steps.filter(({ act }) => act !== 'clear')).toEqual([]);
    expect(plan.stops).toEqual([expect.stringMatching(/^person-0 has the tag lastseen:quarantine/)]);
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(world.isDenied(0)).toBe(false);
  });

  it('takes the deny away by a tool or by hand: the user is held, and never denied a second time', async () => {
    const world = await actingWorld(1);
    await applied(world);
    const user = world.iam.users.get('person-0');
    if (user === undefined) throw new Error('the user is there');
    world.iam.users.set('person-0', { ...user, attachedPolicies: [] });
    expect(await applied(world)).toMatchObject([{ step: { act: 'hold' }, result: 'done' }]);
    expect(await applied(world)).toEqual([]);
    expect(world.isDenied(0)).toBe(false);
  });
});
