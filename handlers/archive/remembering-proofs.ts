import type { Instant } from '../../domain/time.ts';
import type { ArchiveProofs } from '../../infra/ports/archive-proofs.ts';

/**
 * The same store for a sandbox, which asks of each bucket until it holds digests: from then on it always does. Once
 * nothing was gathered before a moment, it is not asked for again: what is gathered later is of a later moment.
 */
export function rememberingProofs(store: ArchiveProofs): ArchiveProofs {
  const known = new Set<string>();
  const nothingBefore = new Map<string, Instant>();
  return {
    ...store,
    holdsDigests: async (bucket) => {
      if (!known.has(bucket) && (await store.holdsDigests(bucket))) known.add(bucket);
      return known.has(bucket);
    },
    readGathered: async (bucket, group, before) => {
      const place = `${bucket} ${group}`;
      if ((nothingBefore.get(place) ?? '') >= before) return [];
      const gathered = await store.readGathered(bucket, group, before);
      if (gathered.length === 0) nothingBefore.set(place, before);
      return gathered;
    },
  };
}
