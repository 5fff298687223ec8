import { describe, expect, it } from 'vitest';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import type { NoticeEvent } from '../../../domain/notices/notice-event.ts';
import type { OnReturn } from '../../../domain/settings/on-return.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { readActs } from '../../../handlers/evidence/read-acts.ts';
import { answerReturn } from '../../../handlers/lifecycle/answer-return.ts';
import { finishReturn } from '../../../handlers/lifecycle/finish-return.ts';
import { account, now, sighting } from '../../domain/builders.ts';
import { idOf } from '../../domain/lifecycle/world.ts';
import { actingWorld, atOnce, dyingAt, type Turn } from './acting-world.ts';
import { quarantinesIn } from './quarantined-user.ts';

/** A quarantined user who called; ingest answered as the customer wants. */
async function returned(onReturn: OnReturn) {
  const world = await actingWorld(1);
  const before = world.snapshot();
  await world.apply((await world.planNow()).plan);
  world.sent.length = 0;
  const arn = `arn:aws:iam::${account()}:user/person-0`;
  const table = { ...world.store, ...quarantinesIn(world.store.items) };
  const call = sighting({ at: now });
  const answer = () =>
    answerReturn(
      { accountId: account(), userId: idOf(0), arn, seen: { kind: 'call', call } },
      { table, announce: async () => {}, onReturn, onReturnRules: [] },
      now,
    );
  const onBus: NoticeEvent['detailType'][] = [];
  const finish = (turn: Turn = atOnce) => {
    const ports = world.portsWith(turn);
    const readRecords = async () => (await readActs(world.acts, account())).acts;
    const publishEvent = async ({ detailType }: NoticeEvent) => void onBus.push(detailType);
    return finishReturn(
      idOf(0),
      lifecycleSettings({}),
      { ...ports, readRecords, publishEvent },
      world.as('quarantine'),
    );
  };
  const acts = async () => {
    const found = { records: await world.acts.readActs(account()), head: await world.acts.readChainHead(account()) };
    const { acts: records, differences, notes } = checkActs({ accountId: account(), ...found }, []);
    expect([differences, notes]).toEqual([[], []]);
    return records.flatMap((each) => (each.phase === 'intent' ? [each.act] : []));
  };
  return { world, before, answer, finish, acts, onBus };
}

const stateOf = async (world: Awaited<ReturnType<typeof actingWorld>>) => {
  const { lifecycle, isUnreadable } = await world.entriesOf(0);
  return isUnreadable ? 'unreadable' : lifecycle?.state;
};

describe('a return that ingest answered', () => {
  it('by a restore is undone exactly, with its record, and owner and bus hear of it', async () => {
    const { world, before, answer, finish, acts, onBus } = await returned('restore');
    await answer();
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['releasing', true]);
    expect(await finish()).toMatchObject({ kind: 'done' });
    expect([await stateOf(world), world.snapshot()]).toEqual(['none', before]);
    expect(await acts()).toEqual(['quarantine', 'release']);
    expect([world.sent, onBus]).toEqual([[expect.stringContaining('is released')], ['Lastseen: Released']]);
  });

  it('by a hold stays denied, and the chain of acts says so once, however often the event comes', async () => {
    const { world, answer, finish, acts } = await returned('hold');
    await answer();
    expect(await finish()).toEqual({ kind: 'done', why: undefined });
    expect(await finish()).toMatchObject({ kind: 'dropped' });
    expect([await stateOf(world), world.isDenied(0), await acts()]).toEqual(['held', true, ['quarantine', 'hold']]);
    expect(world.sent).toEqual([]);
  });

  it('threat: somebody forges the event: whoever is quarantined stays denied, and nothing is recorded', async () => {
    const { world, finish, acts } = await returned('restore');
    expect(await finish()).toMatchObject({ kind: 'dropped' });
    expect([await stateOf(world), world.isDenied(0), await acts()]).toEqual(['quarantined', true, ['quarantine']]);
  });

  it('of a user whom a person holds is left to that person', async () => {
    const { world, finish } = await returned('restore');
    await world.hold(0);
    expect(await finish()).toMatchObject({ kind: 'dropped' });
    expect([await stateOf(world), world.isDenied(0)]).toEqual(['held', true]);
  });

  it('is finished by the next event after a death anywhere', async () => {
    for (let at = 0; ; at++) {
      const { world, before, answer, finish } = await returned('restore');
      await answer();
      const died = await finish(dyingAt(at)).catch(() => undefined);
      await finish();
      expect([await stateOf(world), world.snapshot()], `death at ${at}`).toEqual(['none', before]);
      if (died !== undefined) return expect(at).toBeGreaterThan(10);
    }
  });
});
