import { describe, expect, it } from 'vitest';
import { failed, unusable } from '../../../domain/answer.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { account } from '../../domain/builders.ts';
import { orphans } from '../../fakes/lifecycle/gifts.ts';
import { untouched } from '../../fakes/lifecycle/iam-model.ts';
import { actingWorld, atOnce, dyingAt, type Turn } from './acting-world.ts';
import { deletingWorld } from './deletion/deleting-world.ts';

type World = Awaited<ReturnType<typeof actingWorld>>;

const apply = async (world: World, turn?: Turn) => world.apply((await world.planNow()).plan, turn);
const stateOf = async (world: World) => (await world.entriesOf(0)).lifecycle?.state;
const causeOf = async (world: World) => (await world.entriesOf(0)).events.at(-1)?.cause;
const userOf = (world: World, name = 'zoe') => world.iam.users.get(name);

/** A user with its mark, some credentials and a policy: seven calls delete it. */
const lean = ({ passwordCreatedAt: _, ...all }: UserAccess): UserAccess => ({
  ...all,
  mfaDevices: all.mfaDevices.filter((serial) => serial.includes(':mfa/')),
  ...{ serviceCredentials: [], sshKeys: [], certificates: [], groups: [], inlinePolicies: [] },
});

async function approvedWorld() {
  const world = await deletingWorld(1, {}, lean);
  await world.approve();
  return world;
}

/** At the turn with that number others change the user; `isOver` tells whether it was there still. */
function changing({ iam }: World, moment: number, change: () => void) {
  const state = { turns: 0, isOver: false };
  const turn: Turn = async () => {
    if (state.turns++ !== moment || !iam.users.has('person-0')) return;
    change();
    state.isOver = true;
  };
  return { turn, state };
}

/** Others give the user another name, and in one case its name to another user. */
const renaming = (world: World, moment: number, other?: UserAccess) =>
  changing(world, moment, () => {
    world.iam.rename('person-0', 'zoe');
    if (other !== undefined) world.iam.users.set('person-0', other);
  });

/** Somebody who takes the name: without our mark and without anything. */
const another = async (world: World): Promise<UserAccess> => {
  const [user] = world.people;
  if (user === undefined) throw new Error('there is a user');
  const none = { accessKeys: [], serviceCredentials: [], sshKeys: [], certificates: [], mfaDevices: [], groups: [] };
  const userId = 'AIDAOTHER0000000001' as UserAccess['userId'];
  return { ...user.access, ...none, userId, tags: [], inlinePolicies: [], attachedPolicies: [] };
};

describe('a user that others rename', () => {
  it.each([
    ['nobody takes its name', false],
    ['another user takes its name', true],
  ])('at any moment of its deletion, while %s, is never recorded as deleted: it is held', async (_, isTaken) => {
    let renamed = 0;
    for (let moment = 0; moment < 90; moment += 3) {
      const world = await approvedWorld();
      const other = isTaken ? await another(world) : undefined;
      const { turn, state } = renaming(world, moment, other);
      const [report] = await apply(world, turn);
      if (!state.isOver) continue;
      renamed++;
      if (report?.result === 'dropped') expect(world.deletes).toEqual([]);
      // A call that met another user is refused: it has no mark.
      else expect(report).toMatchObject({ result: 'failed', why: expect.stringMatching(/renamed it|AccessDenied/) });
      await apply(world);
      expect([userOf(world)?.userId, await stateOf(world)]).toEqual([world.people[0]?.access.userId, 'held']);
      expect(await causeOf(world)).toMatch(/^others renamed it from person-0 to zoe/);
      expect((await world.entriesOf(0)).lifecycle?.userName).toBe('zoe');
      if (other !== undefined) expect(userOf(world, 'person-0')).toEqual(other);
      expect(await world.undo(0)).toMatchObject({ kind: 'done' });
      expect(userOf(world)?.tags.map(({ key }) => key)).not.toContain('lastseen:quarantine');
    }
    expect(renamed).toBeGreaterThan(15);
  });

  it('after a run that died in its deletion is held by the next plan, with what is left of it', async () => {
    const world = await approvedWorld();
    const dying: Turn = async () => {
      if (world.deletes.at(-1) === 'DeactivateMFADevice') throw new Error('died');
    };
    await expect(apply(world, dying)).rejects.toThrow('died');
    world.iam.rename('person-0', 'zoe');
    expect(orphans(world.iam)).toHaveLength(1);
    const [report] = await apply(world);
    expect(report?.step).toMatchObject({ userName: 'zoe', deletes: [{ action: 'DeleteVirtualMFADevice' }] });
    expect([await stateOf(world), orphans(world.iam)]).toEqual(['held', []]);
    expect(await causeOf(world)).toBe('others renamed it from person-0 to zoe; 2 attached policies, its boundary left');
    expect(await apply(world)).toEqual([]);
  });

  it('or move to another path at any moment of its deletion is held, and nothing goes after that', async () => {
    let moved = 0;
    for (let moment = 1; moment < 80; moment += 4) {
      const world = await approvedWorld();
      let sent = 0;
      const { turn, state } = changing(world, moment, () => {
        const user = userOf(world, 'person-0');
        if (user !== undefined) world.iam.users.set('person-0', { ...user, path: '/break-glass/' });
        sent = world.deletes.length;
      });
      await apply(world, turn);
      if (!state.isOver) continue;
      moved++;
      await apply(world);
      if (userOf(world, 'person-0') === undefined) {
        // The last look was over: what was under way comes first.
        expect(world.deletes.slice(sent)).toEqual(['DeleteUser']);
        continue;
      }
      expect([await stateOf(world), userOf(world, 'person-0')?.path]).toEqual(['held', '/break-glass/']);
      expect(await causeOf(world)).toMatch(
        /^others moved it from \/person-0 to \/break-glass\/person-0|^its credentials/,
      );
      // The call that was under way when they moved it, and devices that nobody has.
      const further = world.deletes.slice(sent + 1).filter((action) => action !== 'DeleteVirtualMFADevice');
      expect(further).toEqual([]);
    }
    expect(moved).toBeGreaterThan(8);
  });

  it('is not deleted where IAM does not give its list, and is once the list shows that its id is gone', async () => {
    const world = await approvedWorld();
    const { plan } = await world.planNow();
    const without = (nameOf: World['iam']['nameOf']) =>
      world.apply(plan, atOnce, 'apply', (ports) => ({ ...ports, nameOf }));
    expect(await without(async () => failed(unusable('AccessDenied')))).toMatchObject([
      { result: 'failed', why: 'IAM did not answer about it (AccessDenied); the next apply goes on' },
    ]);
    expect([world.iam.users.size, await stateOf(world)]).toEqual([0, 'deleting']);
    expect(await apply(world)).toMatchObject([{ result: 'done' }]);
    expect(await stateOf(world)).toBe('deleted');
  });

  it('is deleted once IAM, whose list is late, lists it no more', async () => {
    const world = await approvedWorld();
    const { plan } = await world.planNow();
    let asked = 0;
    const late: World['iam']['nameOf'] = async (...of) =>
      asked++ < 2 ? { kind: 'answered', value: 'person-0' } : world.iam.nameOf(...of);
    expect(await world.apply(plan, atOnce, 'apply', (ports) => ({ ...ports, nameOf: late }))).toMatchObject([
      { result: 'done' },
    ]);
    expect(asked).toBe(3);
  });

  it.each([false, true])(
    'at any moment of its quarantine ends with neither tag nor deny, nor does who took its name (%s)',
    async (isTaken) => {
      let sent = 0;
      for (let moment = 0; moment < 40; moment++) {
        const world = await actingWorld(1);
        const before = world.iam.users.get('person-0');
        const other = isTaken ? await another(world) : undefined;
        const { turn, state } = renaming(world, moment, other);
        const [report] = await apply(world, turn);
        if (!state.isOver) continue;
        if (report?.result === 'failed') sent++;
        const isWhole = report?.result === 'done';
        await apply(world);
        const user = userOf(world);
        expect(user && untouched(user)).toEqual(before && untouched({ ...before, userName: 'zoe' }));
        if (isWhole) expect(await stateOf(world)).toBe('held');
        else expect(user?.tags).toEqual(before?.tags);
        if (other !== undefined) expect(userOf(world, 'person-0')).toEqual(other);
      }
      expect(sent).toBeGreaterThan(3);
    },
  );

  it('while it is quarantined is held by the next plan, and undone by its former name', async () => {
    const world = await actingWorld(1);
    const before = world.iam.users.get('person-0');
    await apply(world);
    world.iam.rename('person-0', 'zoe');
    expect(await apply(world)).toMatchObject([
      { step: { act: 'hold', reason: 'others renamed it from person-0 to zoe since the quarantine' }, result: 'done' },
    ]);
    expect(await world.undo(0)).toEqual({ kind: 'done', why: undefined });
    expect(userOf(world)).toEqual({ ...before, userName: 'zoe' });
    expect(await stateOf(world)).toBe('none');
    const records = (await world.acts.readActs(account())).map(({ text }) => JSON.parse(text).content);
    expect(records.at(-2)).toMatchObject({
      act: 'release',
      user: { userName: 'zoe', arn: 'arn:aws:iam::123456789012:user/zoe' },
      calls: [{ userName: 'zoe' }, { userName: 'zoe' }],
    });
  });

  it('is undone by a run after one that died in its release, whatever it is called then', async () => {
    for (let dies = 4; dies < 24; dies += 2) {
      const world = await actingWorld(1);
      const before = world.iam.users.get('person-0');
      await apply(world);
      await world.undo(0, dyingAt(dies)).catch(() => undefined);
      world.iam.rename('person-0', 'zoe');
      expect(await world.undo(0)).toMatchObject({ kind: expect.stringMatching(/done|dropped/) });
      expect([userOf(world), await stateOf(world)]).toEqual([{ ...before, userName: 'zoe' }, 'none']);
    }
  });

  it('and that others deleted by hand has nothing left to undo: its quarantine ends', async () => {
    const world = await actingWorld(1);
    await apply(world);
    world.iam.users.delete('person-0');
    world.iam.users.set('person-0', await another(world));
    const after = world.snapshot();
    expect(await world.undo(0)).toMatchObject({ kind: 'done', why: 'IAM has no such user any more' });
    expect([world.iam.users, await stateOf(world)]).toEqual([after, 'none']);
  });
});
