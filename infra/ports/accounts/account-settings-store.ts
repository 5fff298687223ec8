import type { SettingsVersion } from '../../../domain/accounts/account-settings.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';

/** Keeps every version of an account's settings. Every method throws where the table cannot be reached. */
export interface AccountSettingsStore {
  /** The items of all versions, in order, each with its `entry` (a consistent read). */
  readSettings(accountId: AccountId): Promise<readonly JsonObject[]>;
  /** Adds a version. False where it is there already: somebody else decided meanwhile. */
  addSettings(accountId: AccountId, version: SettingsVersion): Promise<boolean>;
}
