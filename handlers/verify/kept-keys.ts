/** Public keys that earlier runs left in the table. */

import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { PublicKeyStore } from '../../infra/ports/archive-proofs.ts';
import { NoPublicKeys } from './prove-trail.ts';
import type { VerifyPorts } from './verify.ts';

/**
 * Leaves in the table what `ask` finds. Where `ask` says that there are no keys, those of earlier runs serve; it throws
 * the same where the table has none either.
 */
export function withKeptKeys(ask: VerifyPorts['publicKeys'], store: PublicKeyStore): VerifyPorts['publicKeys'] {
  return async (digests) => {
    try {
      const keys = await ask(digests);
      await keepKeys(digests, keys, store);
      return keys;
    } catch (error) {
      const kept = error instanceof NoPublicKeys ? await keptKeys(digests, store) : undefined;
      if (kept === undefined || kept.size === 0) throw error;
      return kept;
    }
  };
}

/** The kept keys of the home Regions of these digests. */
export async function keptKeys(digests: readonly FoundDigest[], store: PublicKeyStore): Promise<PublicKeys> {
  const all = new Map<string, string>();
  for (const [{ digest }] of byHome(digests)) {
    const { keys } = await store.readPublicKeys(digest.home);
    for (const [fingerprint, key] of keys) all.set(fingerprint, key);
  }
  return all;
}

/** Only keys that a digest names: those of a file may be of any Region. */
async function keepKeys(digests: readonly FoundDigest[], keys: PublicKeys, store: PublicKeyStore): Promise<void> {
  for (const group of byHome(digests)) {
    const { home } = group[0].digest;
    const named = new Set(group.map(({ digest }) => digest.fingerprint));
    const { keys: known } = await store.readPublicKeys(home);
    const news = [...keys].filter(([fingerprint, key]) => named.has(fingerprint) && known.get(fingerprint) !== key);
    if (news.length > 0) await store.keepPublicKeys(home, new Map(news));
  }
}

const byHome = (digests: readonly FoundDigest[]) => groupBy(digests, ({ digest }) => digest.home);
