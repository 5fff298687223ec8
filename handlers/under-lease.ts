import type { AccountId } from '../domain/ids.ts';
import { type Instant, plusMinutes } from '../domain/time.ts';
import type { Lease, RunLease } from '../infra/ports/run-lease.ts';

/** Whose lease is taken when, by whom, and for how long. */
interface LeaseTerms {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly now: Instant;
  readonly minutes: number;
}

/**
 * Works on an account while no other run does; `held`: another one is at work. Throws where the lease cannot be
 * reached, and what the work throws. A lease that cannot be released expires.
 */
export async function underLease<T>(
  lease: RunLease,
  { accountId, owner, now, minutes }: LeaseTerms,
  work: () => Promise<T>,
): Promise<{ readonly kind: 'done'; readonly value: T } | Extract<Lease, { kind: 'held' }>> {
  const taken = await lease.take(accountId, owner, now, plusMinutes(now, minutes));
  if (taken.kind === 'held') return taken;
  const value = await work().finally(() => lease.release(accountId, owner).catch(() => {}));
  return { kind: 'done', value };
}
