import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { fingerprintOf } from '../../../domain/lifecycle/user-access.ts';
import { daysBetween, type Instant } from '../../../domain/time.ts';
import { account } from '../../domain/builders.ts';
import { digest, idOf, type Person } from '../../domain/lifecycle/world.ts';
import { untouched } from '../../fakes/lifecycle/iam-model.ts';
import { actingWorld, dyingAt, type Turn } from './acting-world.ts';

/** What a user may carry beside its key. */
const carried: fc.Arbitrary<Partial<UserAccess>> = fc.record({
  tags: fc.uniqueArray(
    fc.record({ key: fc.constantFrom('owner', 'team', 'cost'), value: fc.string({ maxLength: 5 }) }),
    {
      selector: ({ key }) => key,
    },
  ),
  attachedPolicies: fc.subarray(['arn:aws:iam::123456789012:policy/a', 'arn:aws:iam::aws:policy/ReadOnlyAccess']),
  groups: fc.subarray(['admins', 'readers']),
  inlinePolicies: fc.subarray([{ name: 'inline', document: '{}' }]),
  mfaDevices: fc.subarray(['arn:aws:iam::123456789012:mfa/x']),
});

const carrying =
  (changes: Partial<UserAccess>) =>
  (who: Person): Person => {
    const access = { ...who.access, ...changes };
    const { lifecycle } = who.entries;
    const fingerprint = fingerprintOf(access, digest);
    return { ...who, access, entries: { ...who.entries, lifecycle: lifecycle && { ...lifecycle, fingerprint } } };
  };

/** A turn of an actor at most; a number above it lets the actor live. */
const death = fc.integer({ min: 0, max: 45 });
const scheduledBy =
  (scheduler: fc.Scheduler): Turn =>
  () =>
    scheduler.schedule(Promise.resolve());
const runs = (numRuns: number) => ({ numRuns });

describe('the laws of acts on users', () => {
  it('1, 2: an apply that dies anywhere and an undo leave IAM as it was, and no call touches anything else', async () => {
    let undone = 0;
    await fc.assert(
      fc.asyncProperty(carried, death, death, fc.nat({ max: 2 }), async (changes, applyDies, undoDies, lag) => {
        const world = await actingWorld(1, {}, carrying(changes));
        world.iam.lag = lag;
        const before = world.snapshot();
        const { plan } = await world.planNow();
        await world.apply(plan, dyingAt(applyDies)).catch(() => []);
        for (const [name, user] of world.iam.users) {
          const was = before.get(name);
          expect(untouched(user)).toEqual(was && untouched(was));
        }
        await world.undo(0, dyingAt(undoDies)).catch(() => {});
        const { lifecycle } = await world.entriesOf(0);
        const isOut = lifecycle?.state === 'noticed' || lifecycle?.state === 'none';
        if (!isOut) expect(await world.undo(0)).toMatchObject({ kind: 'done' });
        if (!isOut) undone++;
        expect(world.iam.users).toEqual(before);
      }),
      runs(60),
    );
    expect(undone).toBeGreaterThan(5);
  });

  it('4: a run that dies anywhere and any number of runs after it come to the same end, each act once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(death, { maxLength: 3 }), async (deaths) => {
        const world = await actingWorld(1);
        for (const each of deaths) {
          const { plan } = await world.planNow();
          await world.apply(plan, dyingAt(each)).catch(() => []);
        }
        for (let again = 0; again < 2; again++) await world.apply((await world.planNow()).plan);
        const { lifecycle, events, isUnreadable } = await world.entriesOf(0);
        expect([isUnreadable, lifecycle?.state, world.isDenied(0)]).toEqual([false, 'quarantined', true]);
        expect(events.map(({ to }) => to.state)).toEqual(['noticed', 'quarantining', 'quarantined']);
        await expectWhole(world);
      }),
      runs(40),
    );
  });

  it('7: whenever another user takes the name, from the plan to the end of the act, it stays as it is', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 24 }), async (turnsBefore) => {
        const world = await actingWorld(1);
        const { plan } = await world.planNow();
        const user = world.iam.users.get('person-0');
        if (user === undefined) throw new Error('the user is there');
        const other = { ...user, userId: idOf(77) };
        let turns = 0;
        const taking: Turn = async () => {
          if (turns++ === turnsBefore) world.iam.users.set('person-0', other);
        };
        const [report] = await world.apply(plan, taking);
        kinds.add(`${report?.result}`);
        if (turnsBefore === 0) expect(report?.result).toBe('dropped');
        if (turns > turnsBefore) expect(world.iam.users.get('person-0')).toEqual(other);
      }),
      runs(60),
    );
    expect([...kinds].sort()).toEqual(['done', 'dropped', 'failed']);
  });

  it('8: of two runs with the same plan one does each step, and the other sees it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await actingWorld(2, { weeklyPercent: 100 });
        const { plan } = await world.planNow();
        const turn = scheduledBy(scheduler);
        const both = await scheduler.waitFor(Promise.all(['one', 'two'].map((who) => world.apply(plan, turn, who))));
        for (const number of [0, 1]) {
          const { events, lifecycle } = await world.entriesOf(number);
          expect(events.map(({ to }) => to.state)).toEqual(['noticed', 'quarantining', 'quarantined']);
          expect([lifecycle?.state, world.isDenied(number)]).toEqual(['quarantined', true]);
          const results = both.map((reports) => reports.find(({ step }) => step.userId === idOf(number))?.result);
          expect(results.toSorted()).toEqual(['done', 'dropped']);
        }
        await expectWhole(world);
      }),
      runs(25),
    );
  });

  it('8, 9: an undo at the same time wins over a run, wherever each of them is', async () => {
    let won = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat({ max: 30 }), async (scheduler, turnsBefore) => {
        const world = await actingWorld(1);
        const before = world.snapshot();
        const { plan } = await world.planNow();
        const turn = scheduledBy(scheduler);
        const undoing = async () => {
          for (let turns = 0; turns < turnsBefore; turns++) await turn();
          return world.undo(0, turn);
        };
        const [, undone] = await scheduler.waitFor(Promise.all([world.apply(plan, turn), undoing()]));
        const { lifecycle, isUnreadable } = await world.entriesOf(0);
        expect(isUnreadable).toBe(false);
        const isLate = undone.kind === 'done';
        expect([undone.kind, lifecycle?.state]).toEqual(isLate ? ['done', 'none'] : ['dropped', 'quarantined']);
        if (isLate) expect(world.iam.users).toEqual(before);
        if (isLate) won++;
      }),
      runs(50),
    );
    expect(won).toBeGreaterThan(3);
  });

  it('9: at whatever moment an undo comes, the run sends one call more at most, takes it back and says so', async () => {
    let overruled = 0;
    for (let moment = 0; moment < 40; moment++) {
      const world = await actingWorld(1);
      const before = world.snapshot();
      const { plan } = await world.planNow();
      let [turns, undone] = [0, false];
      const later: string[] = [];
      const send = world.iam.send;
      world.iam.send = (call) => {
        if (undone) later.push(call.action);
        return send(call);
      };
      const undoing: Turn = async () => {
        if (turns++ === moment) undone = (await world.undo(0)).kind === 'done';
      };
      const [report] = await world.apply(plan, undoing);
      if (!undone) continue;
      overruled++;
      expect(world.iam.users).toEqual(before);
      expect(later.slice(1).filter((action) => action === 'TagUser' || action === 'AttachUserPolicy')).toEqual([]);
      const { events } = await world.entriesOf(0);
      const wasWhole = events.some(({ to }) => to.state === 'quarantined');
      if (!wasWhole) expect(report?.result).not.toBe('done');
      if (report?.result !== 'done') expect(report?.why).toMatch(/^undo changed it to (none|releasing) at .*: needed/);
    }
    expect(overruled).toBeGreaterThan(10);
  });

  it('9: an undo leaves no deny, also where the run that it meets dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat({ max: 30 }), death, async (scheduler, turnsBefore, dies) => {
        const world = await actingWorld(1);
        const { plan } = await world.planNow();
        const [turn, dying] = [scheduledBy(scheduler), dyingAt(dies)];
        const applying = world.apply(plan, () => dying().then(turn)).catch(() => []);
        const undoing = async () => {
          for (let turns = 0; turns < turnsBefore; turns++) await turn();
          return world.undo(0, turn);
        };
        const [, undone] = await scheduler.waitFor(Promise.all([applying, undoing()]));
        if (undone.kind === 'done') expect(world.isDenied(0)).toBe(false);
      }),
      runs(60),
    );
  });

  it('12: caps hold over any sequence of plans that are applied, replayed or interrupted', async () => {
    const act = fc.record({
      days: fc.constantFrom(0, 0, 1, 4, 7),
      replays: fc.nat({ max: 2 }),
      dies: fc.option(death),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 6 }), async (all) => {
        const world = await actingWorld(6, { weeklyPercent: 30, quarantinesARun: 2 });
        const plans = [(await world.planNow()).plan];
        for (const { days, replays, dies } of all) {
          world.pass(days);
          plans.push((await world.planNow()).plan);
          for (const plan of plans.slice(-1 - replays)) {
            await world.apply(plan, dyingAt(dies ?? Number.POSITIVE_INFINITY)).catch(() => []);
          }
        }
        const begun = await Promise.all(
          world.people.map(async (_, number) => (await world.entriesOf(number)).lifecycle),
        );
        const times = begun.flatMap((lifecycle) => lifecycle?.quarantinedAt ?? []);
        for (const at of times) expect(weekFrom(at, times)).toBeLessThanOrEqual(Math.ceil(6 * 0.3));
      }),
      runs(25),
    );
  });
});

const weekFrom = (at: Instant, times: readonly Instant[]): number =>
  times.filter((each) => each >= at && daysBetween(at, each) < 7).length;

/** Each intent has one outcome at most. */
async function expectWhole({ acts }: Awaited<ReturnType<typeof actingWorld>>): Promise<void> {
  const records = (await acts.readActs(account())).map(({ text }) => JSON.parse(text).content);
  const outcomes = records.filter(({ phase }) => phase === 'outcome').map(({ intent }) => intent);
  expect(new Set(outcomes).size).toBe(outcomes.length);
  expect(records.length).toBeGreaterThan(0);
}
