import type { Instant } from '../../domain/time.ts';
import type { AbandonedLease, Lease } from '../../infra/ports/run-lease.ts';

/** Where the lease of one account stands in memory; a test may look into it and set it. */
export interface LeaseCell {
  lease: AbandonedLease | undefined;
}

/** `RunLease.take`, at once. */
export function takeLease(cell: LeaseCell, owner: string, now: Instant, until: Instant): Lease {
  const found = cell.lease;
  if (found !== undefined && found.owner !== owner && found.until > now) return { kind: 'held', until: found.until };
  cell.lease = { owner, until };
  return { kind: 'taken', abandoned: found };
}

/** `RunLease.release`, at once. */
export function releaseLease(cell: LeaseCell, owner: string): void {
  if (cell.lease?.owner === owner) cell.lease = undefined;
}
