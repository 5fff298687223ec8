import type { PendingDigest } from '../../domain/alerts/pending-digest.ts';
import type { AccountId } from '../../domain/ids.ts';

/** Where a decided digest waits until it is published. Every method throws where it cannot be reached. */
export interface DigestOutbox {
  /** The digest that was decided and is not known to be published (a consistent read). */
  read(accountId: AccountId): Promise<PendingDigest | undefined>;
  /** Stores a digest before the assessments that it reports are written; replaces the one that waits. */
  put(accountId: AccountId, pending: PendingDigest): Promise<void>;
  /** Removes the digest if it is still this one; another one stays. */
  clear(accountId: AccountId, id: string): Promise<void>;
}
