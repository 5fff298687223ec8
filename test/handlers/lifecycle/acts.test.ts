import { describe, expect, it } from 'vitest';
import { plusDays } from '../../../domain/time.ts';
import { noSenderWords } from '../../../handlers/lifecycle/tell-owner.ts';
import { account, now } from '../../domain/builders.ts';
import { idOf, type Person, person } from '../../domain/lifecycle/world.ts';
import { actingWorld, type Turn } from './acting-world.ts';

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';

type World = Awaited<ReturnType<typeof actingWorld>>;

const quarantined = async (world: World) => world.apply((await world.planNow()).plan);
const stateOf = async (world: World) => (await world.entriesOf(0)).lifecycle?.state;
const recordsOf = async ({ acts }: World) =>
  (await acts.readActs(account())).map(({ text }) => JSON.parse(text).content);

/** A user of whom the table knows nothing yet. */
const unknown = (who: Person): Person => ({ ...who, entries: person(0).entries });

function change(world: World, changes: Partial<Person['access']>): void {
  const user = world.iam.users.get('person-0');
  if (user !== undefined) world.iam.users.set('person-0', { ...user, ...changes });
}

/** At the first look at IAM behind the first call. */
const onceSent = (world: World, act: () => Promise<unknown>): Turn => {
  let isDone = false;
  return async () => {
    const isTagged = world.iam.users.get('person-0')?.tags.some(({ key }) => key === 'lastseen:quarantine');
    if (isDone || isTagged !== true) return;
    isDone = true;
    await act();
  };
};

describe('an act on a user', () => {
  it('sends nothing to IAM without a written intent', async () => {
    const world = await actingWorld(1);
    const before = world.snapshot();
    const { plan } = await world.planNow();
    world.acts.putAct = () => Promise.reject(new Error('the disk is full'));
    await expect(world.apply(plan)).rejects.toThrow('the disk is full');
    await expect(world.undo(0)).resolves.toMatchObject({ kind: 'dropped' });
    expect(world.iam.users).toEqual(before);
    expect(await stateOf(world)).toBe('noticed');
  });

  it('records what will be done and what was, with the id of each request', async () => {
    const world = await actingWorld(1);
    const [report] = await quarantined(world);
    expect(report).toMatchObject({ result: 'done', why: undefined });
    const [intent, outcome] = await recordsOf(world);
    expect(intent).toMatchObject({
      act: 'quarantine',
      actor: 'apply',
      access: { userId: idOf(0) },
      verdict: { state: 'idle' },
    });
    expect(intent.undo.map(({ action }: { action: string }) => action)).toEqual(['DetachUserPolicy', 'UntagUser']);
    expect(outcome).toMatchObject({
      intent: 1,
      result: 'done',
      calls: [
        { action: 'TagUser', requestId: 'request', outcome: 'done' },
        { action: 'AttachUserPolicy', requestId: 'request', outcome: 'done' },
        { action: 'Publish', requestId: '1', outcome: 'done' },
      ],
    });
    expect(world.sent).toEqual(['Lastseen 123456789012: person-0 is quarantined']);
  });

  it('waits until the tag counts, and gives up behind it where the caller may not attach', async () => {
    const slow = await actingWorld(1);
    slow.iam.lag = 4;
    expect(await quarantined(slow)).toMatchObject([{ result: 'done' }]);
    const never = await actingWorld(1);
    never.iam.lag = 99;
    expect(await quarantined(never)).toMatchObject([
      { result: 'failed', why: 'IAM refused AttachUserPolicy (AccessDenied)' },
    ]);
    expect([await stateOf(never), never.isDenied(0)]).toEqual(['quarantining', false]);
  });

  it('takes the tag away again from a user who has no place for another policy, and tells', async () => {
    const world = await actingWorld(1);
    world.iam.places = 0;
    const before = world.snapshot();
    expect(await quarantined(world)).toMatchObject([
      { result: 'failed', why: expect.stringMatching(/as many policies/) },
    ]);
    expect(world.iam.users).toEqual(before);
    expect(await stateOf(world)).toBe('none');
  });

  it('stops before its next call where the brake is pulled, and goes on where it is released', async () => {
    const world = await actingWorld(1);
    const brake = (state: 'on' | 'off') =>
      world.store.writeLifecycle(account(), { kind: 'brake', brake: { state, by: 'bob', at: now } });
    const { plan } = await world.planNow();
    const [report] = await world.apply(
      plan,
      onceSent(world, () => brake('on')),
    );
    expect(report).toMatchObject({ result: 'failed', why: expect.stringMatching(/^bob stopped it/) });
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['quarantining', false]);
    expect(await quarantined(world)).toEqual([]);
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(await stateOf(world)).toBe('none');
  });

  it('is dropped where the user was used, is kept or is protected since the plan', async () => {
    const used = await actingWorld(1);
    const { plan } = await used.planNow();
    change(used, { passwordLastUsed: now });
    expect(await used.apply(plan)).toMatchObject([
      { result: 'dropped', why: expect.stringMatching(/now it is to clear/) },
    ]);
    const kept = await actingWorld(1);
    const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: now };
    const keeping = async () => kept.store.writeLifecycle(account(), { kind: 'keep', userId: idOf(0), keep });
    let turns = 0;
    const atFirst: Turn = async () => void (turns++ === 0 && (await keeping()));
    expect(await kept.apply(plan, atFirst)).toMatchObject([
      { result: 'dropped', why: 'bob keeps it until 2026-12-31' },
    ]);
    expect([used.isDenied(0), kept.isDenied(0)]).toEqual([false, false]);
  });

  it('is not done twice by a plan that is applied twice', async () => {
    const world = await actingWorld(1);
    const { plan } = await world.planNow();
    await world.apply(plan);
    const denied = world.snapshot();
    expect(await world.apply(plan)).toMatchObject([
      { result: 'dropped', why: expect.stringMatching(/^quarantined since/) },
    ]);
    expect(world.iam.users).toEqual(denied);
    expect(await recordsOf(world)).toHaveLength(2);
  });
});

describe('a notice', () => {
  it('counts once it was sent, and names its owner', async () => {
    const world = await actingWorld(1, {}, unknown);
    const { plan } = await world.planNow();
    expect(await world.apply(plan)).toMatchObject([{ step: { act: 'notice' }, result: 'done' }]);
    const { lifecycle } = await world.entriesOf(0);
    expect(lifecycle).toMatchObject({
      state: 'noticed',
      due: plusDays(now, 14),
      notices: [{ at: now, to: 'team-0@example.com' }],
    });
    expect(world.sent).toEqual(['Lastseen 123456789012: person-0 will be denied on 2026-12-07']);
  });

  it('does not count where nobody takes it, or nobody can be told', async () => {
    const world = await actingWorld(1, {}, unknown);
    const fresh = await world.planNow();
    const refusing = { send: () => Promise.reject(new Error('topic gone')) };
    const reports = [
      await world.applyWith(fresh, { notices: refusing }),
      await world.applyWith(fresh, { notices: undefined }),
    ];
    expect(reports.flat()).toMatchObject([
      { result: 'failed', why: 'its owner was not told (topic gone)' },
      { result: 'dropped', why: noSenderWords },
    ]);
    expect(await stateOf(world)).toBeUndefined();
  });
});

describe('the undo of a quarantine', () => {
  it('needs no lifecycle that can be read: the tag says whose deny it is', async () => {
    const world = await actingWorld(1);
    const before = world.snapshot();
    await quarantined(world);
    for (const [entry, item] of world.store.items) world.store.items.set(entry, { ...item, format: 99 });
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(world.iam.users).toEqual(before);
    world.store.items.clear();
    change(world, { tags: [{ key: 'lastseen:quarantine', value: '' }], attachedPolicies: [denyAll] });
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(world.isDenied(0)).toBe(false);
  });

  it('never lifts a deny that others attached without our tag', async () => {
    const world = await actingWorld(1);
    world.iam.lag = 99;
    await quarantined(world);
    change(world, { tags: [], attachedPolicies: [denyAll] });
    expect(await world.undo(0)).toMatchObject({
      kind: 'done',
      why: expect.stringMatching(/may be somebody else's, and stays/),
    });
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['none', true]);
    expect(await world.undo(0)).toMatchObject({ kind: 'dropped' });
  });

  it('leaves a deny whose tag others took, says what to do, and ends once that is done', async () => {
    const world = await actingWorld(1);
    await quarantined(world);
    change(world, { tags: [] });
    expect(await world.undo(0)).toMatchObject({ kind: 'failed', why: expect.stringMatching(/detach it by hand/) });
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['releasing', true]);
    change(world, { attachedPolicies: [] });
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(await stateOf(world)).toBe('none');
  });

  it('lets its user alone for a whole threshold', async () => {
    const world = await actingWorld(1);
    await quarantined(world);
    await world.undo(0);
    world.pass(89);
    expect((await world.planNow()).plan.steps).toEqual([]);
    world.pass(2);
    expect((await world.planNow()).plan.steps).toMatchObject([{ act: 'notice' }]);
  });

  it('comes with the next apply where somebody keeps a user who is quarantined or held', async () => {
    for (const isHeld of [false, true]) {
      const world = await actingWorld(1);
      const before = world.snapshot();
      await quarantined(world);
      if (isHeld) expect(await world.hold(0)).toMatchObject({ kind: 'done' });
      const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: now };
      await world.store.writeLifecycle(account(), { kind: 'keep', userId: idOf(0), keep });
      expect(await quarantined(world)).toMatchObject([{ step: { act: 'release' }, result: 'done' }]);
      expect(world.iam.users).toEqual(before);
    }
  });
});

describe('a hold', () => {
  it('keeps a quarantined user denied until a person undoes it', async () => {
    const world = await actingWorld(1);
    expect(await world.hold(0)).toMatchObject({ kind: 'dropped', why: 'it is noticed, not quarantined' });
    await quarantined(world);
    expect(await world.hold(0)).toMatchObject({ kind: 'done' });
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['held', true]);
    expect(await quarantined(world)).toEqual([]);
    expect(await world.undo(0)).toMatchObject({ kind: 'done' });
    expect(await stateOf(world)).toBe('none');
  });

  it('is what a plan makes of a user whose deny or credentials others changed', async () => {
    for (const changes of [{ attachedPolicies: [] }, { accessKeys: [] }]) {
      const world = await actingWorld(1);
      await quarantined(world);
      change(world, changes);
      const after = world.snapshot();
      expect(await quarantined(world)).toMatchObject([{ step: { act: 'hold' }, result: 'done' }]);
      expect(world.iam.users).toEqual(after);
      expect(world.sent.at(-1)).toMatch(/is held, please look/);
    }
  });
});

describe('an apply', () => {
  it('begins no step once its lease is about to end', async () => {
    const world = await actingWorld(1);
    const fresh = await world.planNow();
    expect(await world.applyWith(fresh, {}, now)).toMatchObject([
      { result: 'dropped', why: expect.stringMatching(/took too long/) },
    ]);
    expect(world.isDenied(0)).toBe(false);
  });

  it('changes, writes and sends nothing as a dry run', async () => {
    const world = await actingWorld(2, { weeklyPercent: 100 }, (who) =>
      who.user.userName === 'person-1' ? unknown(who) : who,
    );
    const [users, items] = [world.snapshot(), structuredClone(world.store.items)];
    const reports = await world.applyWith(await world.planNow(), {}, undefined, false);
    expect(reports.map(({ step, result }) => [step.act, result])).toEqual([
      ['notice', 'would'],
      ['quarantine', 'would'],
    ]);
    expect([world.iam.users, world.store.items, world.sent]).toEqual([users, items, []]);
    expect(await recordsOf(world)).toEqual([]);
  });
});
