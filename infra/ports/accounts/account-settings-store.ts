import type { SettingsVersion } from '../../../domain/accounts/account-settings.ts';
import type { InheritedSettings } from '../../../domain/accounts/inherited-settings.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { UnitPartition } from '../../../domain/sightings/partition.ts';

/** Who has settings: an account, or an organizational unit. */
export type SettingsHolder = AccountId | UnitPartition;

/** Keeps every version of the settings of accounts and units. Each method throws where the table cannot be reached. */
export interface AccountSettingsStore {
  /** The items of all versions, in order, each with its `entry` (a consistent read); an inheritance comes first. */
  readSettings(holder: SettingsHolder): Promise<readonly JsonObject[]>;
  /** Adds a version. False where it is there already: somebody else decided meanwhile. */
  addSettings(holder: SettingsHolder, version: SettingsVersion): Promise<boolean>;
  /** Replaces what an account inherits. Writers of one run write the same. */
  putInherited(accountId: AccountId, inherited: InheritedSettings): Promise<void>;
}
