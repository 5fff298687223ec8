import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed } from '../../../domain/answer.ts';
import { protectTag, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { ActPorts } from '../../../handlers/lifecycle/act-ports.ts';
import type { CallAnswer } from '../../../infra/ports/iam-writer.ts';
import { account } from '../../domain/builders.ts';
import { gifts, give } from '../../fakes/lifecycle/gifts.ts';
import { untouched } from '../../fakes/lifecycle/iam-model.ts';
import { actingWorld, atOnce, type Turn } from './acting-world.ts';

type World = Awaited<ReturnType<typeof actingWorld>>;

const apply = async (world: World, turn?: Turn) => world.apply((await world.planNow()).plan, turn);
const stateOf = async (world: World, number = 0) => (await world.entriesOf(number)).lifecycle?.state;

/** What goes wrong with a call to IAM: it is not made, or it is made and its answer is lost. */
type Fault = 'throttled' | 'denied' | 'lost' | undefined;

const refusals = { throttled: 'Throttling', denied: 'AccessDenied', lost: 'TimeoutError' } as const;

/** IAM with a fault for each of the first calls that change or look. */
function faulty({ iam }: World, faults: readonly Fault[]): (ports: ActPorts) => ActPorts {
  const left = [...faults];
  const refusal = (fault: NonNullable<Fault>): Extract<CallAnswer, { kind: 'failed' }> => {
    const kind = fault === 'lost' ? 'unreachable' : fault;
    return { kind: 'failed', requestId: undefined, failure: { kind, why: refusals[fault] } };
  };
  return (ports) => ({
    ...ports,
    iam: {
      send: async (call) => {
        const fault = left.shift();
        if (fault === undefined || fault === 'lost') {
          const answer = await ports.iam.send(call);
          return fault === undefined ? answer : refusal(fault);
        }
        return refusal(fault);
      },
    },
    access: async (userName) => {
      const fault = left.shift();
      return fault === undefined ? iam.access(userName) : failed(refusal(fault).failure);
    },
  });
}

const fault = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fault>(undefined) },
  { weight: 3, arbitrary: fc.constantFrom<Fault>('throttled', 'denied', 'lost') },
);
const faults = fc.array(fault, { minLength: 4, maxLength: 10 });

/** At the turn with that number something happens, once. */
function atTurn(number: number, happen: () => void) {
  let turns = 0;
  const turn: Turn = async () => void (turns++ === number && happen());
  return { turn, isOver: () => turns > number };
}

describe('a quarantine and its undo, while IAM fails and others are at work', () => {
  it('come to the same end whichever calls IAM throttles, refuses or answers in vain', async () => {
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(faults, faults, async (ofApply, ofUndo) => {
        const world = await actingWorld(1);
        const before = world.snapshot();
        const reports = await world.apply((await world.planNow()).plan, atOnce, 'apply', faulty(world, ofApply));
        if (reports.some(({ result }) => result === 'failed')) failures++;
        for (let again = 0; again < 2; again++) await apply(world);
        expect([world.isDenied(0), await stateOf(world)]).toEqual([true, 'quarantined']);
        await world.undoWith(0, faulty(world, ofUndo));
        const ended = await world.undo(0);
        expect(['done', 'dropped']).toContain(ended.kind);
        expect([world.iam.users, await stateOf(world)]).toEqual([before, 'none']);
      }),
      { numRuns: 40 },
    );
    expect(failures).toBeGreaterThan(5);
  });

  it.each([...Object.keys(gifts), protectTag])(
    'never go over %s that others give the user in between',
    async (kind) => {
      const giveIt = (world: World) => {
        if (kind !== protectTag) return void give(world.iam, 'person-0', kind);
        const user = world.iam.users.get('person-0');
        const tags = [...(user?.tags ?? []), { key: protectTag, value: 'yes' }];
        if (user !== undefined) world.iam.users.set('person-0', { ...user, tags });
      };
      let moments = 0;
      for (let moment = 0; moment < 40; moment += 3) {
        const world = await actingWorld(1);
        const { turn, isOver } = atTurn(moment, () => giveIt(world));
        await apply(world, turn);
        if (!isOver()) break;
        moments++;
        const given = world.iam.users.get('person-0');
        await apply(world);
        expect(['held', 'none', 'noticed']).toContain(await stateOf(world));
        expect(untouched(world.iam.users.get('person-0') as UserAccess)).toEqual(untouched(given as UserAccess));
      }
      expect(moments).toBeGreaterThan(4);
    },
  );

  it('deny as many users as one cap allows, however two people apply two plans at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await actingWorld(4, { quarantinesARun: 1, weeklyPercent: 25 });
        const plans = [await world.planNow(), await world.planNow()];
        world.pass(0.01);
        const turn: Turn = () => scheduler.schedule(Promise.resolve());
        const both = plans.map(({ plan }, index) => world.apply(plan, turn, `person ${index}`));
        await scheduler.waitFor(Promise.all(both));
        await apply(world);
        const denied = [0, 1, 2, 3].filter((number) => world.isDenied(number));
        expect(denied).toEqual([0]);
      }),
      { numRuns: 12 },
    );
  });

  it('stand where the record of the outcome cannot be written: the next run does nothing twice', async () => {
    const world = await actingWorld(1);
    const { putAct } = world.acts;
    let written = 0;
    world.acts.putAct = (...record) =>
      written++ === 0 ? putAct(...record) : Promise.reject(new Error('AccessDenied'));
    await expect(apply(world)).rejects.toThrow('AccessDenied');
    const denied = world.snapshot();
    expect([world.isDenied(0), await stateOf(world)]).toEqual([true, 'quarantined']);
    world.acts.putAct = putAct;
    expect(await apply(world)).toEqual([]);
    expect([world.iam.users, (await world.acts.readActs(account())).length]).toEqual([denied, 1]);
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(await world.undo(0)).toMatchObject({ kind: 'dropped', isAsWished: true });
  });
});
