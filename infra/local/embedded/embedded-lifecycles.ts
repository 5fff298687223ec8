import { belowEntry, brakeEntry, recordsRange, userEntry } from '../../../domain/sightings/entry.ts';
import { lifecycleItem, mayReplace } from '../../aws/dynamodb/lifecycle-item.ts';
import type { LifecycleStore } from '../../ports/lifecycle-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** Lifecycles in the local table. */
export function embeddedLifecycles(store: EntryStore): LifecycleStore {
  return {
    readLifecycles: async (accountId) => {
      const { first, last } = recordsRange;
      const before = await store.readRange(accountId, undefined, first);
      return [...before, ...(await store.readRange(accountId, last, undefined))];
    },
    readLifecycleOf: async (accountId, userId) => {
      const user = userEntry(userId);
      const single = [user, brakeEntry].map((entry) => store.read(accountId, entry));
      const below = await store.readPartition(accountId, belowEntry(user));
      return [...below, ...single.filter((item) => item !== undefined)];
    },
    writeLifecycle: (accountId, write) => {
      const item = lifecycleItem(accountId, write);
      return store.changeIf(accountId, item.entry, (before) => (mayReplace(before, write) ? item : undefined));
    },
  };
}
