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

/** The sightings of one subject in a batch, and beside each the place in the batch of the delivery that it came with. */
export interface SubjectWork {
  readonly key: string;
  readonly subject: Subject;
  readonly entry: Entry;
  readonly sightings: Sighting[];
  readonly deliveries: number[];
}

export interface WatchWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly region: Region;
  watch: Watch;
  readonly deliveries: number[];
}

/** A batch, read and folded: what each delivery is, and what is to be recorded, once for each subject and Region. */
export interface Batch {
  readonly reads: readonly Read[];
  readonly subjects: ReadonlyMap<string, SubjectWork>;
  readonly watches: ReadonlyMap<string, WatchWork>;
}

interface Growing extends Batch {
  readonly subjects: Map<string, SubjectWork>;
  readonly watches: Map<string, WatchWork>;
}

export function readDeliveries(deliveries: readonly Delivery[], now: Instant): Batch {
  const batch: Growing = { reads: [], subjects: new Map(), watches: new Map() };
  const reads = deliveries.map((delivery, index) => readDelivery(batch, delivery, index, now));
  return { ...batch, reads };
}

function readDelivery(batch: Growing, { body }: Delivery, index: number, now: Instant): Read {
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
    addToSubject(batch.subjects, reading.subject, reading.sighting, index);
    return { kind: 'recorded', latest: reading.sighting.at };
  });
  for (const [accountId, regions] of proofs)
    for (const [region, watch] of regions) addToWatch(batch.watches, accountId, region, watch, index);
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

function addToSubject(works: Map<string, SubjectWork>, subject: Subject, sighting: Sighting, index: number): void {
  const entry = entryOf(subject);
  const key = `${subject.accountId} ${entry}`;
  const work = works.get(key);
  if (work === undefined) works.set(key, { key, subject, entry, sightings: [sighting], deliveries: [index] });
  else {
    work.sightings.push(sighting);
    work.deliveries.push(index);
  }
}

function addToWatch(
  works: Map<string, WatchWork>,
  accountId: AccountId,
  region: Region,
  watch: WatchWork['watch'],
  index: number,
): void {
  const key = `${accountId} ${region}`;
  const work = works.get(key);
  if (work === undefined) works.set(key, { key, accountId, region, watch, deliveries: [index] });
  else {
    work.watch = mergeWatch(work.watch, watch);
    work.deliveries.push(index);
  }
}
