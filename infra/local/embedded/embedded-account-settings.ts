import { itemOfSettings } from '../../../domain/accounts/account-settings.ts';
import { itemOfInherited } from '../../../domain/accounts/inherited-settings.ts';
import { settingsEntries } from '../../../domain/sightings/entry.ts';
import type { AccountSettingsStore } from '../../ports/accounts/account-settings-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** The settings of accounts in the local table. */
export function embeddedAccountSettings(store: EntryStore): AccountSettingsStore {
  return {
    readSettings: (holder) => store.readPartition(holder, settingsEntries),
    addSettings: (holder, version) => {
      const { entry, attributes } = itemOfSettings(version);
      return store.changeIf(holder, entry, (before) => (before === undefined ? { ...attributes } : undefined));
    },
    putInherited: (accountId, inherited) => {
      const { entry, attributes } = itemOfInherited(inherited);
      return store.change(accountId, entry, () => ({ ...attributes }));
    },
  };
}
