/** Decides which awakenings a delivery publishes. */

import { type Awakening, awakeningsOf } from '../../domain/sightings/awakening.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { Subject } from '../../domain/sightings/sighting.ts';
import { type Instant, plusMinutes } from '../../domain/time.ts';
import type { PendingAwakening, PendingAwakenings } from '../../infra/ports/sighting-table.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { DeliveredSighting } from './read-deliveries.ts';

/** Any delivery publishes an awakening that is pending for this long: its own delivery may never be retried. */
export const takeOverMinutes = 60;

/** The sightings that may be awakenings, and how to publish those. */
export interface AwakeningDelivery {
  readonly subject: Subject;
  readonly sightings: readonly DeliveredSighting[];
  readonly publish: IngestPorts['publish'];
}

/**
 * The awakenings among the sightings, compared with what was known before. Each is pending until its delivery has
 * published it.
 */
export function newAwakenings(
  { subject, sightings }: AwakeningDelivery,
  before: LastSeen | undefined,
  thresholdDays: number,
  now: Instant,
): PendingAwakenings {
  const plain = sightings.map(({ sighting }) => sighting);
  const pending = awakeningsOf(subject, before, plain, thresholdDays).flatMap((awakening) =>
    sightings
      .filter(({ sighting }) => sighting === awakening.sighting)
      .map(({ delivery }): [string, PendingAwakening] => {
        return [awakening.id, { deliveryId: delivery.deliveryId, markedAt: now, awakening }];
      }),
  );
  return new Map(pending);
}

/** The pending awakenings that these deliveries publish: their own, and any that is pending for too long. */
export function awakeningsToPublish(
  pending: PendingAwakenings,
  { sightings }: AwakeningDelivery,
  now: Instant,
): Awakening[] {
  const own = new Set(sightings.map(({ delivery }) => delivery.deliveryId));
  const takenOverSince = plusMinutes(now, -takeOverMinutes);
  return [...pending.values()]
    .filter(({ deliveryId, markedAt }) => own.has(deliveryId) || markedAt <= takenOverSince)
    .map(({ awakening }) => awakening);
}
