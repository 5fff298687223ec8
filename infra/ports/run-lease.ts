import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** Whether the lease was taken; if another run holds it, until when. */
export type Lease = { readonly kind: 'taken' } | { readonly kind: 'held'; readonly until: string };

/** Lets one run at a time work on an account. Every method throws where the lease cannot be reached. */
export interface RunLease {
  /**
   * Takes the lease until `until`, if it is free at `now` or this owner holds it already from an earlier attempt that
   * died. Otherwise returns until when another owner holds it.
   */
  take(accountId: AccountId, owner: string, now: Instant, until: Instant): Promise<Lease>;
  /** Releases the lease, if this owner still holds it. */
  release(accountId: AccountId, owner: string): Promise<void>;
}
