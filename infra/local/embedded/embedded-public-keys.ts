import { keptKeysOf, keyAttributes, keyPartition } from '../../aws/dynamodb/proofs/public-key-item.ts';
import type { PublicKeyStore } from '../../ports/archive-proofs.ts';
import type { EntryStore } from '../entry-store.ts';

/** Public keys in the local table. */
export function embeddedPublicKeys(store: EntryStore): PublicKeyStore {
  return {
    readPublicKeys: async (home) => keptKeysOf(store.read(keyPartition, home)),
    keepPublicKeys: (home, keys, askedAt) =>
      store.change(keyPartition, home, (before) => ({
        ...before,
        ...keyAttributes(keys),
        ...(askedAt && { askedAt }),
      })),
  };
}
