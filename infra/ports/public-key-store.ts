import type { PublicKeys } from '../../domain/digests/public-key.ts';
import type { Region } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** The public keys of one home Region. `askedAt`: when CloudTrail last listed all of them; undefined: never. */
export interface KeptKeys {
  readonly keys: PublicKeys;
  readonly askedAt: Instant | undefined;
}

/** Keeps public keys of digests. Keys are added, never removed. Both throw where the store cannot be reached. */
export interface PublicKeyStore {
  readPublicKeys(home: Region): Promise<KeptKeys>;
  /** Adds keys. With `askedAt` they are all that CloudTrail listed then. */
  keepPublicKeys(home: Region, keys: PublicKeys, askedAt?: Instant): Promise<void>;
}
