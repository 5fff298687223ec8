import type { AccountId, UserId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { LifecycleWrite } from '../../domain/lifecycle/lifecycle-write.ts';

/** Stores the lifecycles of users in the table. Every method throws where the table cannot be reached. */
export interface LifecycleStore {
  /** The items of all lifecycles of an account, each with its `entry` (a consistent read); others may be among them. */
  readLifecycles(accountId: AccountId): Promise<readonly JsonObject[]>;
  /** The same of one user: its lifecycle, its sightings, and the account's brake. */
  readLifecycleOf(accountId: AccountId, userId: UserId): Promise<readonly JsonObject[]>;
  /** Makes one write. False where its condition does not hold: somebody else wrote meanwhile. */
  writeLifecycle(accountId: AccountId, write: LifecycleWrite): Promise<boolean>;
}
