import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifecycleState } from '../../../../domain/lifecycle/lifecycle.ts';
import { isDenyAll, type UserAccess } from '../../../../domain/lifecycle/user-access.ts';
import { gifts, give, hasGift, orphans } from '../../../fakes/lifecycle/gifts.ts';
import { dyingAt, type Turn } from '../acting-world.ts';
import { deletingWorld } from './deleting-world.ts';

type World = Awaited<ReturnType<typeof deletingWorld>>;

const kinds = Object.keys(gifts);

/** A user with a key, a device and a policy: six calls delete it. */
const lean = ({ passwordCreatedAt: _, ...all }: UserAccess): UserAccess => ({
  ...all,
  accessKeys: all.accessKeys.slice(1),
  mfaDevices: all.mfaDevices.filter((serial) => serial.includes(':mfa/')),
  attachedPolicies: all.attachedPolicies.filter(isDenyAll),
  ...{ serviceCredentials: [], sshKeys: [], certificates: [], groups: [] },
});
const calls = 6;

async function approvedWorld(change?: (user: UserAccess) => UserAccess): Promise<World> {
  const world = await deletingWorld(1, {}, change);
  await world.approve();
  return world;
}

const apply = async (world: World, turn?: Turn) => world.apply((await world.planNow()).plan, turn);

/** Somebody gives the user of the world something as soon as it is time; `given` tells whether IAM took it. */
function giving(world: World, kind: string, isTime: () => boolean, given = { isGiven: false, isOver: false }) {
  const turn: Turn = async () => {
    if (given.isOver || !isTime()) return;
    given.isOver = true;
    given.isGiven = give(world.iam, 'person-0', kind);
  };
  return { turn, given };
}

/** The user is held with what it was given, and no device is left without a user. */
function expectHeld({ iam }: World, kind: string, state: LifecycleState | undefined): void {
  expect([hasGift(iam, 'person-0', kind), orphans(iam), state]).toEqual([true, [], 'held']);
}

describe('what others give a user while it is deleted', () => {
  it.each(kinds)('%s, between any two calls, stays, and the user is held with what is left', async (kind) => {
    for (let sent = 1; sent < calls; sent++) {
      const world = await approvedWorld(lean);
      const [report] = await apply(world, giving(world, kind, () => world.deletes.length === sent).turn);
      expect(report).toMatchObject({ result: 'failed', why: expect.stringMatching(/^others gave it /) });
      expectHeld(world, kind, (await world.entriesOf(0)).lifecycle?.state);
    }
  });

  it('is never deleted and leaves no device without a user, at whatever moment it comes and the run dies', async () => {
    let begun = 0;
    const moment = fc.nat({ max: 110 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), moment, fc.option(moment), async (kind, comes, dies) => {
        const world = await approvedWorld();
        let turns = 0;
        const { turn, given } = giving(world, kind, () => turns++ >= comes);
        const dying = dyingAt(dies ?? Number.POSITIVE_INFINITY);
        await apply(world, async () => {
          await dying();
          await turn();
        }).catch(() => []);
        if (!given.isOver) given.isGiven = give(world.iam, 'person-0', kind);
        if (!given.isGiven) return;
        if ((await world.entriesOf(0)).lifecycle?.state === 'deleting') begun++;
        for (let again = 0; again < 2; again++) await apply(world);
        expectHeld(world, kind, (await world.entriesOf(0)).lifecycle?.state);
      }),
      { numRuns: 30 },
    );
    expect(begun).toBeGreaterThan(1);
  });

  it('leaves no device that a dead run freed: that goes first, and the plan says so', async () => {
    const world = await approvedWorld(lean);
    const dying: Turn = async () => {
      if (world.deletes.at(-1) === 'DeactivateMFADevice') throw new Error('died');
    };
    await expect(apply(world, dying)).rejects.toThrow('died');
    expect(orphans(world.iam)).toHaveLength(1);
    give(world.iam, 'person-0', 'an access key');
    const { plan } = await world.planNow();
    expect(plan.steps).toMatchObject([{ act: 'delete', deletes: [{ action: 'DeleteVirtualMFADevice' }] }]);
    await world.apply(plan);
    expectHeld(world, 'an access key', (await world.entriesOf(0)).lifecycle?.state);
    expect(world.sent).toEqual([expect.stringMatching(/person-0 is held/)]);
  });

  it('is told apart from what was approved by the next plan, which holds the user by itself', async () => {
    const world = await approvedWorld(lean);
    const dying: Turn = async () => {
      if (world.deletes.length > 0) throw new Error('died');
    };
    await expect(apply(world, dying)).rejects.toThrow('died');
    give(world.iam, 'person-0', 'a password');
    const [step] = (await world.planNow()).plan.steps;
    expect(step).toMatchObject({ act: 'hold', reason: expect.stringMatching(/^others gave it a password after its/) });
  });
});
