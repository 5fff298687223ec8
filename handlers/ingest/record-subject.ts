import type { Awakening } from '../../domain/sightings/awakening.ts';
import { addSighting, kept, type LastSeen, type LastSeenFold } from '../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import type { SubjectWork } from './read-deliveries.ts';
import { recordSeen, type SeenContext, type Waking } from './record-seen.ts';

export interface IngestPorts extends Pick<SeenContext, 'table' | 'memory'>, Pick<Waking, 'publish'> {}

export interface IngestContext extends SeenContext, IngestPorts {}

/**
 * Brings one subject's sightings into the table and answers the awakenings it told of. When it returns, the table is behind
 * none of them by the resolution or more; when it throws, that is not known, and they are to be delivered again.
 * `owners` are the deliveries of the sightings, one for each.
 */
export async function recordSubject(
  { key, subject, entry, sightings }: SubjectWork,
  owners: readonly string[],
  context: IngestContext,
): Promise<readonly Awakening[]> {
  const waking = { subject, sightings, owners, publish: context.publish };
  return recordSeen({ key, accountId: subject.accountId, entry, fresh: foldOf(sightings), waking }, context);
}

function foldOf(sightings: readonly Sighting[]): LastSeen {
  const fold: LastSeenFold<'it'> = new Map();
  for (const sighting of sightings) addSighting(fold, 'it', sighting);
  return kept(fold.get('it') as LastSeen);
}
