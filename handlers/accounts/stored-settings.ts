import pMap from 'p-map';
import {
  readSettings,
  type SettingsVersion,
  type StoredSettings,
  storedSettings,
} from '../../domain/accounts/account-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** The part of the table that holds settings of accounts. */
export type SettingsTable = AccountSettingsStore & Pick<LastSeenTable, 'accounts'>;

/** Everything that was decided for one account, first to last. The last version holds. */
export interface AccountHistory {
  readonly accountId: AccountId;
  readonly versions: readonly SettingsVersion[];
  /** Versions that a later version of the program wrote. */
  readonly unreadable: number;
}

export interface ShownSettings {
  readonly accounts: readonly AccountHistory[];
  readonly stored: ReadonlyMap<AccountId, StoredSettings | undefined>;
  readonly missing: readonly string[];
}

const readAtOnce = 8;

/** Reads the named accounts, and with `andAll` every account of the table. */
export async function readStoredSettings(
  table: SettingsTable,
  named: readonly AccountId[],
  andAll: boolean,
): Promise<ShownSettings> {
  const ids = [...new Set([...named, ...(andAll ? await table.accounts() : [])])].sort();
  const read = await pMap(ids, async (accountId) => ({ accountId, items: await table.readSettings(accountId) }), {
    concurrency: readAtOnce,
  });
  const accounts = read.map(({ accountId, items }) => {
    const versions = items.flatMap((item) => readSettings(item) ?? []);
    return { accountId, versions, unreadable: items.length - versions.length };
  });
  const unread = accounts.filter(({ unreadable }) => unreadable > 0);
  return {
    accounts,
    stored: new Map(read.map(({ accountId, items }) => [accountId, storedSettings(items)])),
    missing: unread.map(({ accountId }) => `account ${accountId}: settings of a later version; install that version`),
  };
}
