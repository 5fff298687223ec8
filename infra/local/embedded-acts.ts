import { join } from 'node:path';
import { lifecycleHeadEntry } from '../../domain/sightings/entry.ts';
import { headItem, headOf, mayAdvance } from '../aws/dynamodb/acts/act-item.ts';
import type { ActStore } from '../ports/act-store.ts';
import { actFiles } from './act-files.ts';
import type { EntryStore } from './entry-store.ts';

/** Records of acts beside the local table, in its folder `evidence`; the ends of their chains in the table. */
export function embeddedActs(store: EntryStore, dir: string): ActStore {
  return {
    ...actFiles(join(dir, 'evidence')),
    readChainHead: async (accountId) => headOf(store.read(accountId, lifecycleHeadEntry)),
    advanceChainHead: async (accountId, head) => {
      let isMoved = false;
      await store.change(accountId, lifecycleHeadEntry, (before) => {
        isMoved = mayAdvance(headOf(before), head);
        return isMoved ? headItem(accountId, head) : before;
      });
      return isMoved;
    },
  };
}
