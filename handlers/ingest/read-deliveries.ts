import { recordsIn } from '../../domain/cloudtrail/envelope.ts';
import type { IgnoredReason } from '../../domain/cloudtrail/ignored-record.ts';
import { readRecord } from '../../domain/cloudtrail/record.ts';
import { witnessOf } from '../../domain/cloudtrail/record-fold.ts';
import { addRecord, mergeWatch, type Watch, type WatchFold } from '../../domain/coverage/coverage.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { type Entry, entryOf } from '../../domain/sightings/entry.ts';
import type { Sighting, Subject } from '../../domain/sightings/sighting.ts';
import { type Instant, laterOf } from '../../domain/time.ts';

/** One thing handed to ingest that is acknowledged, or not, as a whole. */
export interface Delivery {
  /** The same at every retry of this delivery, another for another delivery of the same event. */
  readonly deliveryId: string;
  readonly body:
    | { readonly kind: 'event'; readonly event: unknown }
    | { readonly kind: 'malformed'; readonly field: string; readonly why: string };
}

/** What reading says of a delivery: the worst of its records. `latest` is the time of its latest sighting. */
export type Read =
  | { readonly kind: 'recorded'; readonly latest: Instant }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason | 'control-message' | 'no-record' }
  | { readonly kind: 'malformed'; readonly field: string; readonly why: string };

/** A sighting and the delivery that it came with. */
export interface DeliveredSighting {
  readonly sighting: Sighting;
  readonly delivery: Delivery;
}

/** What a batch holds of one subject. */
export interface SubjectWork {
  readonly key: string;
  readonly subject: Subject;
  readonly entry: Entry;
  readonly sightings: DeliveredSighting[];
}

/** What a batch holds of one Region, and the deliveries that it came with. */
export interface WatchWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly region: Region;
  watch: Watch;
  readonly deliveries: Delivery[];
}

/**
 * A batch, read and folded: what each delivery is, in order, and what is to be recorded, once for each subject and
 * Region.
 */
export interface Batch {
  readonly reads: readonly { readonly delivery: Delivery; readonly read: Read }[];
  readonly subjects: ReadonlyMap<string, SubjectWork>;
  readonly watches: ReadonlyMap<string, WatchWork>;
}

interface Growing extends Batch {
  readonly subjects: Map<string, SubjectWork>;
  readonly watches: Map<string, WatchWork>;
}

export function readDeliveries(deliveries: readonly Delivery[], now: Instant): Batch {
  const batch: Growing = { reads: [], subjects: new Map(), watches: new Map() };
  const reads = deliveries.map((delivery) => ({ delivery, read: readDelivery(batch, delivery, now) }));
  return { ...batch, reads };
}

function readDelivery(batch: Growing, delivery: Delivery, now: Instant): Read {
  const { body } = delivery;
  if (body.kind === 'malformed') return body;
  const proofs: WatchFold = new Map();
  const reads = recordsIn(body.event).map((found): Read => {
    if (found.kind === 'malformed') return found;
    if (found.kind === 'not-understood')
      return { kind: 'malformed', field: found.path || '$', why: 'of no form that is read' };
    if (found.kind === 'skipped') return { kind: 'ignored', reason: skippedReasons[found.what] ?? 'no-record' };
    const reading = readRecord(found.record, now);
    addRecord(proofs, found.record, now, witnessOf(reading));
    if (reading.kind === 'malformed') return reading;
    if (reading.kind === 'ignored') return reading;
    addToSubject(batch.subjects, reading.subject, { sighting: reading.sighting, delivery });
    return { kind: 'recorded', latest: reading.sighting.at };
  });
  for (const [accountId, regions] of proofs)
    for (const [region, watch] of regions)
      addToWatch(batch.watches, { key: `${accountId} ${region}`, accountId, region, watch, deliveries: [delivery] });
  return reads.reduce(worseOf, { kind: 'ignored', reason: 'no-record' });
}

const skippedReasons: { readonly [what: string]: 'control-message' | 'digest' } = {
  'control-message': 'control-message',
  digest: 'digest',
};

function worseOf(a: Read, b: Read): Read {
  if (a.kind === 'malformed' || b.kind === 'malformed') return a.kind === 'malformed' ? a : b;
  if (a.kind === 'recorded' && b.kind === 'recorded') return { kind: 'recorded', latest: laterOf(a.latest, b.latest) };
  return a.kind === 'recorded' ? a : b;
}

function addToSubject(works: Map<string, SubjectWork>, subject: Subject, sighting: DeliveredSighting): void {
  const entry = entryOf(subject);
  const key = `${subject.accountId} ${entry}`;
  const work = works.get(key);
  if (work === undefined) works.set(key, { key, subject, entry, sightings: [sighting] });
  else work.sightings.push(sighting);
}

function addToWatch(works: Map<string, WatchWork>, more: WatchWork): void {
  const work = works.get(more.key);
  if (work === undefined) {
    works.set(more.key, more);
    return;
  }
  work.watch = mergeWatch(work.watch, more.watch);
  work.deliveries.push(...more.deliveries);
}
