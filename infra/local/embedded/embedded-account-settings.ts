import { itemOfSettings } from '../../../domain/accounts/account-settings.ts';
import { settingsEntries } from '../../../domain/sightings/entry.ts';
import type { AccountSettingsStore } from '../../ports/accounts/account-settings-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** The settings of accounts in the local table. */
export function embeddedAccountSettings(store: EntryStore): AccountSettingsStore {
  return {
    readSettings: (accountId) => store.readPartition(accountId, settingsEntries),
    addSettings: (accountId, version) => {
      const { entry, attributes } = itemOfSettings(version);
      return store.changeIf(accountId, entry, (before) => (before === undefined ? { ...attributes } : undefined));
    },
  };
}
