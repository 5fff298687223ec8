import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { type LifecycleEvent, noEntries, type UserEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { itemOfWrite, type LifecycleWrite } from '../../../domain/lifecycle/lifecycle-write.ts';
import { lifecycleEntriesOf } from '../../../domain/lifecycle/stored-entries.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { now, user } from '../builders.ts';
import { digest } from './world.ts';

const alice = { userId: user(), userName: 'alice' };
const by = { actor: 'arn:aws:iam::123456789012:user/bob', now, cause: 'test' };

/** The events of a quarantine and its release, as acts put them. */
function story(): LifecycleEvent[] {
  let entries: UserEntries = noEntries;
  return (['noticed', 'quarantining', 'quarantined', 'releasing', 'none'] as const).map((state) => {
    const event = nextEvent(entries, alice, state, by, digest);
    entries = { ...entries, lifecycle: event.to, events: [...entries.events, event] };
    return event;
  });
}

const events = story();
const item = (write: LifecycleWrite): JsonObject => {
  const { entry, attributes } = itemOfWrite(write);
  return JSON.parse(JSON.stringify({ entry, ...attributes }));
};
const eventItems = events.map((event) => item({ kind: 'event', event }));
const copyOf = (event: LifecycleEvent | undefined) =>
  event === undefined ? [] : [item({ kind: 'lifecycle', lifecycle: event.to })];
const read = (...items: readonly JsonObject[]) => lifecycleEntriesOf(items, digest).users.get(user());

describe('the lifecycle of a user in the table', () => {
  it.each([0, 1])('is what its events lead to, also where the copy is %s events behind', (behind) => {
    const found = read(...eventItems, ...copyOf(events.at(-1 - behind)));
    expect(found).toMatchObject({ isUnreadable: false, lifecycle: { state: 'none', version: 5 } });
  });

  it.each<[string, JsonObject[]]>([
    ['the copy is two events behind', [...eventItems, ...copyOf(events.at(-3))]],
    ['the table was restored: events are missing at the end', [...eventItems.slice(0, 3), ...copyOf(events.at(-1))]],
    ['an event is missing in between', [...eventItems.toSpliced(2, 1), ...copyOf(events.at(-1))]],
    [
      'a state was forged',
      [...eventItems.slice(0, 1), ...copyOf({ ...story()[0], to: { ...events[0]?.to, owner: 'x' } } as LifecycleEvent)],
    ],
    ['an entry is of a later version', [{ entry: 'user#AIDAALICE00000000001#keep', format: 2, keep: {} }]],
  ])('is unreadable where %s', (_, items) => {
    expect(read(...items)?.isUnreadable).toBe(true);
  });

  it('15: any change of an event before the last is found', () => {
    const fields = ['cause', 'actor', 'at', 'from', 'seq', 'calls'] as const;
    fc.assert(
      fc.property(fc.nat({ max: events.length - 2 }), fc.constantFrom(...fields), (index, field) => {
        const changed = eventItems.map((each, place) => {
          const event = events[place];
          return place === index && event !== undefined
            ? { ...each, event: { ...event, [field]: changedOf(event[field]) } }
            : each;
        });
        expect(read(...changed, ...copyOf(events.at(-1)))?.isUnreadable).toBe(true);
      }),
    );
  });

  it('reads keeps and the brake, and takes a brake that it cannot read for one that holds', () => {
    const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: now };
    expect(read(item({ kind: 'keep', userId: user(), keep }))).toMatchObject({ keep, isUnreadable: false });
    const brake = { state: 'off', by: 'bob', at: now, reason: 'looked' } as const;
    expect(lifecycleEntriesOf([item({ kind: 'brake', brake })], digest).brake).toEqual(brake);
    expect(lifecycleEntriesOf([{ entry: 'lifecycle#brake' }], digest).brake).toEqual({ state: 'unreadable' });
  });

  it('skips everything else', () => {
    expect(lifecycleEntriesOf([{ entry: 'user#AIDAALICE00000000001' }, { entry: 'root' }, {}], digest).users.size).toBe(
      0,
    );
  });
});

function changedOf(value: unknown): unknown {
  return Array.isArray(value)
    ? [{ action: 'TagUser' }]
    : typeof value === 'number'
      ? value + 1
      : '2020-01-01T00:00:00Z';
}
