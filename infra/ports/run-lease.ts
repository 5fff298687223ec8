/** The lease of a run. */

import type { AccountId } from '../../domain/ids.ts';
import type { OrganizationPartition } from '../../domain/sightings/partition.ts';
import type { Instant } from '../../domain/time.ts';

/** Whether the lease was taken; if another run holds it, until when. */
export type Lease =
  | { readonly kind: 'taken'; readonly abandoned: AbandonedLease | undefined }
  | { readonly kind: 'held'; readonly until: string };

/** A lease that was never released: its run was killed, or could not reach the table at its end. */
export interface AbandonedLease {
  readonly owner: string;
  readonly until: string;
}

/** What a lease is of: one account, or a whole organization. */
export type LeasedPartition = AccountId | OrganizationPartition;

/**
 * Lets one run at a time work on an account or an organization. Every method throws where the lease cannot be reached.
 */
export interface RunLease {
  /**
   * Takes the lease until `until`, if it is free at `now` or this owner holds it already from an earlier attempt that
   * died, and returns the lease that was found, as data. Otherwise returns until when another owner holds it.
   */
  take(partition: LeasedPartition, owner: string, now: Instant, until: Instant): Promise<Lease>;
  /** Releases the lease, if this owner still holds it. */
  release(partition: LeasedPartition, owner: string): Promise<void>;
}
