import { describe, expect, it } from 'vitest';
import { type LifecycleState, noEntries, type UserEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { cleared, nextEvent } from '../../../domain/lifecycle/transition.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { overtakenWords, writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { account, now, user } from '../../domain/builders.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';

const alice = { userId: user(), userName: 'alice' };

const eventBy = (actor: string, entries: UserEntries, state: LifecycleState) =>
  nextEvent(entries, alice, state, { actor, now, cause: 'test' }, canonicalDigest, state === 'none' ? cleared : {});

/** A store whose calls from the one with that number on fail: `before` they do anything, or `after` it. */
function dying(at: number, when: 'before' | 'after') {
  let calls = 0;
  const die = async () => {
    throw new Error('died');
  };
  const before = async () => {
    if (calls >= at && when === 'before') await die();
    if (calls > at) await die();
  };
  const after = async () => {
    if (calls++ >= at) await die();
  };
  return [before, after] as const;
}

describe('a transition in the table', () => {
  it('is written once: the event, then its entry', async () => {
    const store = memoryLifecycles();
    const event = eventBy('bob', noEntries, 'noticed');
    const transition = await writeTransition(store, account(), noEntries, event);
    expect(transition).toMatchObject({ kind: 'written', entries: { lifecycle: event.to, events: [event] } });
    const second = eventBy('bob', transition.entries, 'none');
    expect(await writeTransition(store, account(), transition.entries, second)).toMatchObject({ kind: 'written' });
    const { entries } = await readUser(store, account(), user());
    expect(entries).toMatchObject({ isUnreadable: false, lifecycle: { state: 'none', version: 2 } });
  });

  it('is lost to who wrote first, and says who that was', async () => {
    const store = memoryLifecycles();
    const [ours, theirs] = ['bob', 'eve'].map((actor) => eventBy(actor, noEntries, 'noticed'));
    if (ours === undefined || theirs === undefined) throw new Error('two events');
    const both = await Promise.all([ours, theirs].map((event) => writeTransition(store, account(), noEntries, event)));
    expect(both.map(({ kind }) => kind).sort()).toEqual(['overtaken', 'written']);
    const { entries } = await readUser(store, account(), user());
    expect(entries.events).toHaveLength(1);
    expect(overtakenWords(entries)).toMatch(/^(bob|eve) changed it to noticed at 2/);
  });

  it('is not ours any more where somebody went on from it before its entry was there', async () => {
    const isMade = { event: false };
    const store = memoryLifecycles();
    const overtaking = {
      ...store,
      writeLifecycle: async (...[id, write]: Parameters<typeof store.writeLifecycle>) => {
        if (write.kind === 'lifecycle' && !isMade.event) {
          isMade.event = true;
          const { entries } = await readUser(store, account(), user());
          await writeTransition(store, account(), entries, eventBy('eve', entries, 'none'));
        }
        return store.writeLifecycle(id, write);
      },
    };
    const event = eventBy('bob', noEntries, 'noticed');
    const transition = await writeTransition(overtaking, account(), noEntries, event);
    expect(transition).toMatchObject({ kind: 'overtaken', entries: { lifecycle: { state: 'none', version: 2 } } });
  });

  it.each(['before', 'after'] as const)('that dies %s any call is completed by the next one', async (when) => {
    for (let at = 0; at < 4; at++) {
      const whole = memoryLifecycles();
      const first = eventBy('bob', noEntries, 'noticed');
      const { entries } = await writeTransition(whole, account(), noEntries, first);
      const failing = memoryLifecycles(...dying(at, when));
      for (const [entry, item] of whole.items) failing.items.set(entry, item);
      const second = eventBy('bob', entries, 'quarantining');
      await writeTransition(failing, account(), entries, second).catch(() => {});
      for (const [entry, item] of failing.items) whole.items.set(entry, item);
      const { entries: found } = await readUser(whole, account(), user());
      expect(found.isUnreadable).toBe(false);
      const next = eventBy('eve', found, 'none');
      expect(await writeTransition(whole, account(), found, next)).toMatchObject({ kind: 'written' });
      const { entries: ended } = await readUser(whole, account(), user());
      expect(ended).toMatchObject({ isUnreadable: false, lifecycle: { state: 'none', version: next.seq } });
    }
  });
});
