import { itemOfSettings } from '../../../domain/accounts/account-settings.ts';
import { itemOfInherited } from '../../../domain/accounts/inherited-settings.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { AccountSettingsStore } from '../../../infra/ports/accounts/account-settings-store.ts';

/** The items of settings by holder and entry. */
export type SettingsItems = Map<string, Map<string, JsonObject>>;

/** Settings of accounts and units in memory. */
export function memorySettings(items: SettingsItems): AccountSettingsStore {
  const of = (holder: string) => {
    const held = items.get(holder) ?? new Map<string, JsonObject>();
    items.set(holder, held);
    return held;
  };
  const inOrder = (holder: string) => [...of(holder)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    readSettings: async (holder) => inOrder(holder).map(([entry, item]) => ({ accountId: holder, entry, ...item })),
    addSettings: async (holder, version) => {
      const { entry, attributes } = itemOfSettings(version);
      if (of(holder).has(entry)) return false;
      of(holder).set(entry, attributes);
      return true;
    },
    putInherited: async (accountId, inherited) => {
      const { entry, attributes } = itemOfInherited(inherited);
      of(accountId).set(entry, attributes);
    },
  };
}
