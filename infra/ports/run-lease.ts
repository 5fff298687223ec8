import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** Whether a run has the lease now, or until when another one has it. */
export type Lease = { readonly kind: 'taken' } | { readonly kind: 'held'; readonly until: string };

/** Lets one run at a time work on an account. Every method throws where the lease cannot be reached. */
export interface RunLease {
  /**
   * Takes the lease until `until` if it is free at `now`, or if this same owner holds it, whose earlier try died.
   * Otherwise answers until when another owner holds it.
   */
  take(accountId: AccountId, owner: string, now: Instant, until: Instant): Promise<Lease>;
  /** Gives the lease back, if this owner still holds it. */
  release(accountId: AccountId, owner: string): Promise<void>;
}
