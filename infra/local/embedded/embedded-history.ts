import { readHead } from '../../../domain/history/stored-history.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { changesFrom, countsFrom, type EntryRange, historyEntry } from '../../../domain/sightings/entry.ts';
import { changesOf, dailyCountsOf } from '../../aws/dynamodb/history-item.ts';
import type { LastSeenTable } from '../../ports/last-seen-table.ts';
import type { EntryStore } from '../entry-store.ts';

/** The history in the local table. */
export function embeddedHistory(
  store: EntryStore,
): Pick<LastSeenTable, 'replaceHistory' | 'changes' | 'dailyCounts' | 'readHistory'> {
  const itemsIn = (accountId: AccountId, { first, last }: EntryRange) => store.readRange(accountId, first, last);
  return {
    replaceHistory: async (accountId, before, head) => {
      let isReplaced = false;
      await store.change(accountId, historyEntry, (held) => {
        isReplaced = held?.['changedAt'] === before?.changedAt;
        return isReplaced ? { ...head } : held;
      });
      return isReplaced;
    },
    changes: async (accountId, from) => changesOf(await itemsIn(accountId, changesFrom(from))),
    dailyCounts: async (accountId, from) => dailyCountsOf(await itemsIn(accountId, countsFrom(from))),
    readHistory: async (accountId) => {
      const held = store.read(accountId, historyEntry);
      return held && readHead(held);
    },
  };
}
