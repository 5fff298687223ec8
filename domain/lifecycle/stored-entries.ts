/** Puts the lifecycles of an account together from the items of the table. */

import type { UserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isSameData } from '../same-data.ts';
import { parseEntry } from '../sightings/entry.ts';
import type { EntryForm } from '../sightings/entry-form.ts';
import { readEntry } from '../sightings/read-entry.ts';
import type { Brake, LifecycleEntries, LifecycleEvent, UserEntries } from './lifecycle.ts';
import { noEntries } from './lifecycle.ts';
import { readBrake, readKeep, readLifecycle, readLifecycleEvent, readRemoval } from './stored-lifecycle.ts';
import type { Digest } from './user-access.ts';

/**
 * The lifecycles of these items; items of other kinds are skipped. The events are the truth, the entry is their copy,
 * which may be one event behind after a crash. Where entry and events disagree, an event was changed, or one cannot be
 * read, the user counts as unreadable.
 */
export function lifecycleEntriesOf(items: readonly JsonObject[], digest: Digest): LifecycleEntries {
  const users = new Map<UserId, UserEntries>();
  let brake: Brake | undefined;
  for (const item of items) {
    const entry = parseEntry(item['entry']);
    const form = entry === undefined ? undefined : readEntry(entry);
    if (form?.kind === 'lifecycle-brake') brake = readBrake(item) ?? { state: 'unreadable' };
    if (form === undefined || !isOfUser(form)) continue;
    users.set(form.userId, withItem(users.get(form.userId) ?? noEntries, form, item));
  }
  return { users: new Map([...users].map(([userId, entries]) => [userId, checked(entries, digest)])), brake };
}

type Form = Extract<EntryForm, { readonly kind: 'lifecycle' | 'keep' | 'removal' | 'lifecycle-event' }>;

const isOfUser = (form: EntryForm): form is Form =>
  ['lifecycle', 'keep', 'removal', 'lifecycle-event'].includes(form.kind);

function withItem(entries: UserEntries, form: Form, item: JsonObject): UserEntries {
  const unreadable = { ...entries, isUnreadable: true };
  switch (form.kind) {
    case 'lifecycle': {
      const lifecycle = readLifecycle(item);
      return lifecycle === undefined ? unreadable : { ...entries, lifecycle };
    }
    case 'keep': {
      const keep = readKeep(item);
      return keep === undefined ? unreadable : { ...entries, keep };
    }
    case 'removal': {
      const removal = readRemoval(item);
      return removal === undefined ? unreadable : { ...entries, removal };
    }
    case 'lifecycle-event': {
      const event = readLifecycleEvent(item);
      return event?.seq === form.seq ? { ...entries, events: [...entries.events, event] } : unreadable;
    }
    default:
      return form satisfies never;
  }
}

/** The entries with the lifecycle that the events lead to. */
function checked(entries: UserEntries, digest: Digest): UserEntries {
  const events = entries.events.toSorted((a, b) => a.seq - b.seq);
  const latest = events.at(-1);
  const { lifecycle } = entries;
  const behind = (latest?.seq ?? 0) - (lifecycle?.version ?? 0);
  const isCopy = behind === 1 || (behind === 0 && isSameData(lifecycle, latest?.to));
  const isUnreadable = entries.isUnreadable || !isCopy || !isChain(events, digest);
  return { ...entries, events, lifecycle: latest?.to, isUnreadable };
}

/** Whether the events follow one another without a gap, each with the hash of the one before. */
function isChain(events: readonly LifecycleEvent[], digest: Digest): boolean {
  return events.every((event, index) => {
    const before = events[index - 1];
    const isNext = event.seq === index + 1 && event.to.version === event.seq && event.from === stateOf(before);
    return isNext && event.before === (before && digest(before));
  });
}

const stateOf = (event: LifecycleEvent | undefined) => event?.to.state ?? 'none';
