import type { PendingDigest } from '../../domain/alerts/pending-digest.ts';
import type { AccountId } from '../../domain/ids.ts';

/** Stores a decided digest until it is published. Every method throws where the store cannot be reached. */
export interface DigestOutbox {
  /** The stored digest; it may be published already (a consistent read). */
  read(accountId: AccountId): Promise<PendingDigest | undefined>;
  /** Stores a digest in place of any earlier one. Call it before the assessments that it reports are written. */
  put(accountId: AccountId, pending: PendingDigest): Promise<void>;
  /** Removes the digest with this id; another one stays. */
  clear(accountId: AccountId, id: string): Promise<void>;
}
