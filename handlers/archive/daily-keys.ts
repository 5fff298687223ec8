/** Public keys for digests as they arrive. */

import type { Digest } from '../../domain/digests/digest.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import type { Region } from '../../domain/ids.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import type { KeptKeys, PublicKeyStore } from '../../infra/ports/archive-proofs.ts';

/** The keys at hand. `isComplete`: CloudTrail listed all keys after the digest was signed. */
export interface KeysAtHand {
  readonly keys: PublicKeys;
  readonly isComplete: boolean;
}

export interface KeyPorts {
  readonly store: PublicKeyStore;
  /** All public keys that the Region ever had. Throws what the SDK throws. */
  readonly listKeys: (home: Region) => Promise<PublicKeys>;
  readonly now: Instant;
}

/**
 * Returns the keys for a digest: from the table, and from CloudTrail where its key is not there. A home Region is asked
 * at most once a day, whatever digests claim; several functions that start at once may each ask.
 */
export function dailyKeys(ports: KeyPorts): (digest: Digest) => Promise<KeysAtHand> {
  const homes = new Map<Region, Promise<KeptKeys>>();
  return async (digest) => {
    const { home } = digest;
    const before = homes.get(home) ?? ports.store.readPublicKeys(home);
    const after = before.then((kept) => (mustAsk(kept, digest, ports.now) ? ask(home, kept, ports) : kept));
    homes.set(home, after);
    after.catch(() => homes.delete(home));
    const { keys, askedAt } = await after;
    return { keys, isComplete: askedAt !== undefined && (askedAt === ports.now || askedAt >= signedBy(digest)) };
  };
}

const mustAsk = ({ keys, askedAt }: KeptKeys, { fingerprint }: Digest, now: Instant): boolean =>
  !keys.has(fingerprint) && (askedAt === undefined || plusDays(askedAt, 1) <= now);

async function ask(home: Region, { keys: kept }: KeptKeys, { store, listKeys, now }: KeyPorts): Promise<KeptKeys> {
  const listed = await listKeys(home);
  await store.keepPublicKeys(home, listed, now);
  return { keys: new Map([...kept, ...listed]), askedAt: now };
}

/** A backfill digest is made days after the time that it is about. */
const backfillDays = 7;

const signedBy = ({ to, isBackfill }: Digest): Instant => (isBackfill ? plusDays(to, backfillDays) : to);
