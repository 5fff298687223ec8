import type { FoundDigest } from '../../../domain/digests/check-digests.ts';
import { readDigest } from '../../../domain/digests/digest.ts';
import type { Place } from '../../../domain/digests/place.ts';
import type { ReadForProof } from './read-for-proof.ts';

/** The digest in a file that was read; undefined where it holds none. */
export function digestOf(read: ReadForProof, place: Place, signature?: string): FoundDigest | undefined {
  const parsed = read.kind === 'read' ? readDigest(read.json) : undefined;
  if (read.kind !== 'read' || parsed?.kind !== 'ok') return undefined;
  return { digest: parsed.value, place, contentHash: read.hash, signature };
}
