/** Checks the digests of a bucket whose log files were just read. */

import type { TrailChange } from '../../domain/cloudtrail/trail-change.ts';
import { nameOf } from '../../domain/digests/check-digests.ts';
import type { ArchiveEvidence } from '../archive/archive-tally.ts';
import type { CheckedTrail } from '../trail/trail-reading.ts';
import { type ProvePorts, proveFound } from './prove-trail.ts';
import type { FoundDigests, VerifiedTrail } from './verify.ts';

/**
 * Checks the digests whose log files this scan read. Log files in folders that earlier scans finished were not read
 * again: their digests, and those before them in their chains, are left out. Undefined where no digest is left.
 */
export async function proveArchive(
  trail: VerifiedTrail,
  evidence: ArchiveEvidence,
  changes: readonly TrailChange[],
  ports: ProvePorts,
): Promise<CheckedTrail | undefined> {
  const found = withoutEarlier(await trail.findDigests(), evidence);
  if (found.digests.length + found.unreadable.length === 0) return undefined;
  return proveFound(found, evidence.logFiles, changes, ports);
}

function withoutEarlier({ digests, unreadable }: FoundDigests, { logFiles, folders }: ArchiveEvidence): FoundDigests {
  const read = new Set(
    logFiles.flatMap(({ place }) => (place.kind === 'object' ? [`${place.bucket}/${place.key}`] : [])),
  );
  const isAtHand = (object: string) => folders.has(object.slice(0, object.lastIndexOf('/') + 1));
  const starts = new Map<string, string>();
  for (const { digest } of digests) {
    const isEarlier = digest.logFiles.some((file) => !read.has(nameOf(file)) && !isAtHand(file.object));
    if (isEarlier && digest.to > (starts.get(digest.chain) ?? '')) starts.set(digest.chain, digest.to);
  }
  return { digests: digests.filter(({ digest }) => digest.from >= (starts.get(digest.chain) ?? '')), unreadable };
}
