import type { AccountId, UserId } from '../../domain/ids.ts';
import type { Lifecycle } from '../../domain/lifecycle/lifecycle.ts';

/** Who is quarantined, asked for one call or change at a time. Throws where the table cannot be reached. */
export interface Quarantines {
  /** Where a user stands (a consistent read of one entry); undefined where it has no lifecycle that can be read. */
  lifecycleOf(accountId: AccountId, userId: UserId): Promise<Lifecycle | undefined>;
  /** All users of an account who are quarantined, by the index; one of the last second may be missing. */
  quarantined(accountId: AccountId): Promise<readonly Lifecycle[]>;
}
