import type { ArchiveProofs } from '../../infra/ports/archive-proofs.ts';

/** The same store for a sandbox, which asks of each bucket until it holds digests: from then on it always does. */
export function rememberingProofs(store: ArchiveProofs): ArchiveProofs {
  const known = new Set<string>();
  return {
    ...store,
    holdsDigests: async (bucket) => {
      if (!known.has(bucket) && (await store.holdsDigests(bucket))) known.add(bucket);
      return known.has(bucket);
    },
  };
}
