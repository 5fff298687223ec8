import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDenyAll, type UserAccess } from '../../../../domain/lifecycle/user-access.ts';
import { account } from '../../../domain/builders.ts';
import { idOf } from '../../../domain/lifecycle/world.ts';
import { dyingAt, type Turn } from '../acting-world.ts';
import { deletingWorld } from './deleting-world.ts';

/** What a user carries of everything that it may. */
const carried: fc.Arbitrary<(all: UserAccess) => UserAccess> = fc
  .record({
    hasPassword: fc.boolean(),
    hasBoundary: fc.boolean(),
    kept: fc.subarray(['accessKeys', 'serviceCredentials', 'sshKeys', 'certificates', 'mfaDevices', 'groups'] as const),
    policies: fc.subarray(['inlinePolicies', 'attachedPolicies'] as const),
  })
  .map(({ hasPassword, hasBoundary, kept, policies }) => ({ passwordCreatedAt, boundary, ...all }) => ({
    ...all,
    ...(hasPassword && { passwordCreatedAt }),
    ...(hasBoundary && { boundary }),
    accessKeys: kept.includes('accessKeys') ? all.accessKeys : [],
    serviceCredentials: kept.includes('serviceCredentials') ? all.serviceCredentials : [],
    sshKeys: kept.includes('sshKeys') ? all.sshKeys : [],
    certificates: kept.includes('certificates') ? all.certificates : [],
    mfaDevices: kept.includes('mfaDevices') ? all.mfaDevices : [],
    groups: kept.includes('groups') ? all.groups : [],
    inlinePolicies: policies.includes('inlinePolicies') ? all.inlinePolicies : [],
    attachedPolicies: all.attachedPolicies.filter((arn) => isDenyAll(arn) || policies.includes('attachedPolicies')),
  }));

/** More turns than a whole deletion takes. */
const death = fc.integer({ min: 0, max: 130 });
const runs = (numRuns: number) => ({ numRuns });
type World = Awaited<ReturnType<typeof deletingWorld>>;

async function approvedWorld(...given: Parameters<typeof deletingWorld>): Promise<World> {
  const world = await deletingWorld(...given);
  await world.approve();
  return world;
}

const apply = async (world: World, turn?: Turn, actor?: string) =>
  world.apply((await world.planNow()).plan, turn, actor);

const statesOf = async (world: World, number = 0) => (await world.entriesOf(number)).events.map(({ to }) => to.state);

/** What somebody with a credential of the user could do: nothing while it is denied or has none. */
function accessOf(user: UserAccess | undefined): readonly string[] {
  if (user === undefined || user.attachedPolicies.some(isDenyAll)) return [];
  return [...user.attachedPolicies, ...user.inlinePolicies.map(({ name }) => name), ...user.groups];
}

describe('the laws of deletions', () => {
  it('3: after every call no credential and no grant is more than before, and nobody is undenied who can do anything', async () => {
    await fc.assert(
      fc.asyncProperty(carried, death, async (change, dies) => {
        const world = await approvedWorld(1, {}, change);
        const dying = dyingAt(dies);
        const wrong: unknown[] = [];
        await apply(world, async () => {
          const user = world.iam.users.get('person-0');
          const isDenied = user?.attachedPolicies.some(isDenyAll) ?? true;
          const left = [...(user?.accessKeys ?? []), user?.passwordCreatedAt ?? [], ...accessOf(user)].flat();
          if (!isDenied && left.length > 0) wrong.push(left);
          await dying();
        }).catch(() => []);
        expect([accessOf(world.iam.users.get('person-0')), wrong]).toEqual([[], []]);
      }),
      runs(12),
    );
  });

  it('4: a run that dies anywhere and any number of runs after it delete the user whole, once, with no orphan', async () => {
    const ends = new Set<number>();
    await fc.assert(
      fc.asyncProperty(carried, fc.array(death, { maxLength: 2 }), async (change, deaths) => {
        const world = await approvedWorld(1, {}, change);
        for (const each of deaths) await apply(world, dyingAt(each)).catch(() => []);
        ends.add(world.iam.users.size);
        for (let again = 0; again < 2; again++) await apply(world);
        expect(world.iam.users.has('person-0')).toBe(false);
        expect([...world.iam.devices]).toEqual([]);
        expect(await statesOf(world)).toEqual(['quarantined', 'deleting', 'deleted']);
        expect((await world.entriesOf(0)).isUnreadable).toBe(false);
        await expectWhole(world);
      }),
      runs(20),
    );
    expect([...ends].sort()).toEqual([0, 1]);
  });

  it('5: a call of the user that arrives at any moment before the first delete ends it, and later runs do not delete', async () => {
    const seen = { before: 0, after: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.option(death), async (moment, dies) => {
        const world = await approvedWorld();
        const whole = world.iam.users.get('person-0');
        const [send, dying] = [world.deletes, dyingAt(dies ?? Number.POSITIVE_INFINITY)];
        let turns = 0;
        let isBefore = false;
        const calling: Turn = async () => {
          if (turns++ === moment) {
            world.see(0);
            isBefore = send.length === 0;
          }
          await dying();
        };
        await apply(world, calling).catch(() => []);
        if (turns <= moment) return;
        if (isBefore) {
          // One look at the table lies between the sighting and the call: that call may be under way already.
          if (world.deletes.length > 0) return void seen.after++;
          for (let again = 0; again < 2; again++) await apply(world);
          expect(world.iam.users.get('person-0')).toEqual(whole);
          expect((await statesOf(world)).at(-1)).toBe('held');
          seen.before++;
        } else seen.after++;
      }),
      runs(40),
    );
    expect(seen.before).toBeGreaterThan(3);
  });

  it('7: whenever another user takes the name, it stays as it is', async () => {
    for (let moment = 0; moment < 60; moment += 3) {
      const world = await approvedWorld();
      const { plan } = await world.planNow();
      const other = { ...bare(world), userId: idOf(77) };
      let turns = 0;
      const taking: Turn = async () => {
        if (turns++ === moment) world.iam.users.set('person-0', other);
      };
      await world.apply(plan, taking);
      if (turns > moment) expect(world.iam.users.get('person-0')).toEqual(other);
    }
  });

  it('8: of two runs with the same plan one deletes, and the other sees it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await approvedWorld();
        const { plan } = await world.planNow();
        const turn: Turn = () => scheduler.schedule(Promise.resolve());
        const both = await scheduler.waitFor(Promise.all(['one', 'two'].map((who) => world.apply(plan, turn, who))));
        expect(
          both
            .flat()
            .map(({ result }) => result)
            .toSorted(),
        ).toEqual(['done', 'dropped']);
        expect(await statesOf(world)).toEqual(['quarantined', 'deleting', 'deleted']);
        expect(world.iam.users.size).toBe(0);
      }),
      runs(12),
    );
  });

  it('8, 9: an undo at the same time wins whole, or comes after the deletion was begun', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat({ max: 40 }), async (scheduler, turnsBefore) => {
        const world = await approvedWorld();
        const { plan } = await world.planNow();
        const turn: Turn = () => scheduler.schedule(Promise.resolve());
        const undoing = async () => {
          for (let turns = 0; turns < turnsBefore; turns++) await turn();
          return world.undo(0, turn);
        };
        const [, undone] = await scheduler.waitFor(Promise.all([world.apply(plan, turn), undoing()]));
        kinds.add(undone.kind);
        const { lifecycle } = await world.entriesOf(0);
        const isUndone = undone.kind === 'done';
        expect(lifecycle?.state).toBe(isUndone ? 'none' : 'deleted');
        expect(world.iam.users.get('person-0')?.accessKeys.length).toBe(isUndone ? 2 : undefined);
        if (isUndone) expect(world.deletes).toEqual([]);
      }),
      runs(30),
    );
    expect([...kinds].sort()).toEqual(['done', 'dropped']);
  });

  it('12: caps hold over plans that are applied, replayed and interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 3 }), async (deaths) => {
        const world = await approvedWorld(5, { deletesARun: 2, weeklyPercent: 40 });
        for (const each of deaths) await apply(world, dyingAt(each)).catch(() => []);
        for (let again = 0; again < 3; again++) await apply(world);
        expect(world.iam.users.size).toBe(3);
        world.pass(8);
        await apply(world);
        expect(world.iam.users.size).toBe(3);
      }),
      runs(4),
    );
  });
});

/** The account's user as somebody made it anew: without our mark and without anything. */
function bare(world: World): UserAccess {
  const [user] = world.people;
  if (user === undefined) throw new Error('there is a user');
  const none = { accessKeys: [], serviceCredentials: [], sshKeys: [], certificates: [], mfaDevices: [], groups: [] };
  return { ...user.access, ...none, tags: [], inlinePolicies: [], attachedPolicies: [] };
}

/** Each intent has one outcome at most, and each was written before its first call. */
async function expectWhole({ acts }: World): Promise<void> {
  const records = (await acts.readActs(account())).map(({ text }) => JSON.parse(text).content);
  const outcomes = records.filter(({ phase }) => phase === 'outcome').map(({ intent }) => intent);
  expect(new Set(outcomes).size).toBe(outcomes.length);
  const [first] = records;
  expect(first.act).toBe('delete');
  expect(first.snapshot.policies.length).toBeGreaterThan(0);
}
