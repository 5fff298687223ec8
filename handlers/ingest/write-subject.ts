import type { Awakening } from '../../domain/sightings/awakening.ts';
import { addSighting, compactLastSeen, type LastSeen, type LastSeenFold } from '../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { SubjectWork } from './read-deliveries.ts';
import { type WriteContext, writeLastSeen } from './write-last-seen.ts';

/** The ports of ingest, and as of when and how it writes. */
export interface IngestContext extends WriteContext, IngestPorts {}

/**
 * Brings one subject's sightings into the table and answers the awakenings it told of. When it returns, the table is behind
 * none of them by the resolution or more; when it throws, that is not known, and they are to be delivered again.
 * `owners` are the deliveries of the sightings, one for each.
 */
export async function writeSubject(
  { key, subject, entry, sightings }: SubjectWork,
  deliveryIds: readonly string[],
  context: IngestContext,
): Promise<readonly Awakening[]> {
  const awakening = { subject, sightings, deliveryIds, publish: context.publish };
  return writeLastSeen({ key, accountId: subject.accountId, entry, fresh: foldOf(sightings), awakening }, context);
}

function foldOf(sightings: readonly Sighting[]): LastSeen {
  const fold: LastSeenFold<'it'> = new Map();
  for (const sighting of sightings) addSighting(fold, 'it', sighting);
  return compactLastSeen(fold.get('it') as LastSeen);
}
