import { ingest } from '../../handlers/ingest/ingest.ts';
import { record } from '../domain/builders.ts';
import { sightingModel } from '../fakes/sighting-model.ts';
import { type ActivityFigures, benchActivity, benchContext, deliveryOf } from './ingest-activity-bench.ts';
import { type BundleFigures, benchBundle } from './ingest-bundle-bench.ts';

export interface IngestFigures {
  /** One event at a time of a user who was recorded within the resolution: reading, folding and deciding. */
  readonly microsecondsPerCoalescedEvent: number;
  readonly activities: readonly ActivityFigures[];
  readonly bundle: BundleFigures;
}

/** All of ingest's figures, for sample accounts of so many records a day; takes about half a minute. */
export async function benchIngest(recordsPerDay: readonly number[] = [250, 2_500, 25_000]): Promise<IngestFigures> {
  const activities: ActivityFigures[] = [];
  for (const density of recordsPerDay) activities.push(await benchActivity(density));
  return { microsecondsPerCoalescedEvent: await benchCoalescing(), activities, bundle: await benchBundle() };
}

/** Microseconds for an event whose user the memory covers, delivered alone; best of five. */
export async function benchCoalescing(events = 50_000): Promise<number> {
  const context = benchContext(60, sightingModel().table);
  const delivery = [deliveryOf(record({ eventTime: '2026-10-31T07:00:00Z' }))];
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const startMs = performance.now();
    for (let event = 0; event < events; event++) await ingest(delivery, context);
    best = Math.min(best, ((performance.now() - startMs) * 1000) / events);
  }
  return best;
}
