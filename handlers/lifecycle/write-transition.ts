/** Changes the lifecycle of a user in the table, so that of several writers one wins. */

import type { AccountId } from '../../domain/ids.ts';
import type { LifecycleEvent, UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import { isSameData } from '../../domain/same-data.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import { readUser } from './read-user.ts';

/**
 * Who won. `written`: the event is the latest of the user. `overtaken`: somebody else wrote first, or went on from the
 * event before its entry was there; then `entries` are theirs, and the caller does nothing more to the user.
 */
export type Transition =
  | { readonly kind: 'written'; readonly entries: UserEntries }
  | { readonly kind: 'overtaken'; readonly entries: UserEntries };

/**
 * Puts the event, if its number is free, then the entry that it leads to. `entries` are those that the event was made
 * of. A writer that died left an event without its entry: the next one completes it first, so the entry is never more
 * than one event behind. An answer that was lost may make a winner look overtaken; it then stops, which is safe. Throws
 * where the table cannot be reached: the event may be written then, and the next run goes on from it.
 */
export async function writeTransition(
  store: Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>,
  accountId: AccountId,
  entries: UserEntries,
  event: LifecycleEvent,
): Promise<Transition> {
  const { userId } = event.to;
  if (entries.lifecycle !== undefined) {
    await store.writeLifecycle(accountId, { kind: 'lifecycle', lifecycle: entries.lifecycle });
  }
  const isFirst = await store.writeLifecycle(accountId, { kind: 'event', event });
  if (isFirst) {
    const isEntry = await store.writeLifecycle(accountId, { kind: 'lifecycle', lifecycle: event.to });
    if (isEntry)
      return { kind: 'written', entries: { ...entries, lifecycle: event.to, events: [...entries.events, event] } };
  }
  const now = (await readUser(store, accountId, userId)).entries;
  const isOurs = isFirst && isSameData(now.events.at(-1), event);
  return { kind: isOurs ? 'written' : 'overtaken', entries: now };
}

/** Who wrote last and why, in words for somebody who was overtaken. */
export function overtakenWords({ events }: UserEntries): string {
  const latest = events.at(-1);
  if (latest === undefined) return 'its lifecycle was removed from the table meanwhile';
  return `${latest.actor} changed it to ${latest.to.state} at ${latest.at}: ${latest.cause}`;
}
