/** Reads deliveries and folds what they hold. */

import { type Enveloped, recordsIn } from '../../domain/cloudtrail/envelope.ts';
import {
  isForeignRecord,
  type OurAccounts,
  type RefusedReason,
  refusalOfEvent,
  senderOf,
} from '../../domain/cloudtrail/event-origin.ts';
import { type IamChange, readIamChange } from '../../domain/cloudtrail/iam-change.ts';
import type { IgnoredReason } from '../../domain/cloudtrail/ignored-record.ts';
import { readRecord } from '../../domain/cloudtrail/record.ts';
import { witnessOf } from '../../domain/cloudtrail/record-fold.ts';
import { addRecord, mergeWatch, type Watch, type WatchFold } from '../../domain/coverage/watch.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Entry, entryOf } from '../../domain/sightings/entry.ts';
import type { Sighting, Subject } from '../../domain/sightings/sighting.ts';
import { type Instant, laterOf } from '../../domain/time.ts';

/** One input of ingest. It is acknowledged as a whole, or not at all. */
export interface Delivery {
  /** The same at every retry of this delivery; different for another delivery of the same event. */
  readonly deliveryId: string;
  readonly body:
    | { readonly kind: 'event'; readonly event: JsonObject }
    | RefusedDelivery
    | { readonly kind: 'malformed'; readonly field: string; readonly why: string };
}

/** Not sent by CloudTrail about one of our accounts: nothing of it is recorded, and it is not retried. */
export interface RefusedDelivery {
  readonly kind: 'refused';
  readonly reason: RefusedReason;
}

/** The result of reading a delivery: that of its worst record. `latest` is the time of its latest sighting. */
export type Read =
  | { readonly kind: 'recorded'; readonly latest: Instant }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason | 'control-message' | 'no-record' }
  | RefusedDelivery
  | { readonly kind: 'malformed'; readonly field: string; readonly why: string };

/** A sighting and its delivery. */
export interface DeliveredSighting {
  readonly sighting: Sighting;
  readonly delivery: Delivery;
}

/** The sightings of one subject in a batch. */
export interface SubjectWork {
  readonly key: string;
  readonly subject: Subject;
  readonly entry: Entry;
  readonly sightings: DeliveredSighting[];
}

/** The watch of one Region in a batch, with its deliveries. */
export interface WatchWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly region: Region;
  watch: Watch;
  readonly deliveries: Delivery[];
}

/** A change of an IAM user, by whomever, and its delivery. */
export interface DeliveredChange {
  readonly change: IamChange;
  readonly delivery: Delivery;
}

/**
 * A batch, read and folded: the result of each delivery, in order, and what to record, once for each subject and
 * Region.
 */
export interface Batch {
  readonly reads: readonly { readonly delivery: Delivery; readonly read: Read }[];
  readonly subjects: ReadonlyMap<string, SubjectWork>;
  readonly watches: ReadonlyMap<string, WatchWork>;
  readonly changes: readonly DeliveredChange[];
}

interface Growing extends Batch {
  readonly subjects: Map<string, SubjectWork>;
  readonly watches: Map<string, WatchWork>;
  readonly changes: DeliveredChange[];
}

/** The time of reading, and the accounts whose events count. */
export interface ReadContext {
  readonly now: Instant;
  readonly accounts: OurAccounts;
}

/** Reads and folds deliveries. Refuses those that CloudTrail did not send, or that are about other accounts. */
export function readDeliveries(deliveries: readonly Delivery[], context: ReadContext): Batch {
  const batch: Growing = { reads: [], subjects: new Map(), watches: new Map(), changes: [] };
  const reads = deliveries.map((delivery) => ({ delivery, read: readDelivery(batch, delivery, context) }));
  return { ...batch, reads };
}

function readDelivery(batch: Growing, delivery: Delivery, context: ReadContext): Read {
  const { body } = delivery;
  if (body.kind !== 'event') return body;
  const reason = refusalOfEvent(body.event, context.accounts);
  if (reason !== undefined) return { kind: 'refused', reason };
  const proofs: WatchFold = new Map();
  const ofSender = { ...context, accounts: senderOf(body.event) };
  const reads = recordsIn(body.event).map((found) => readFound(found, { batch, delivery, proofs }, ofSender));
  for (const [accountId, regions] of proofs)
    for (const [region, watch] of regions)
      addToWatch(batch.watches, { key: `${accountId} ${region}`, accountId, region, watch, deliveries: [delivery] });
  return reads.reduce(worseOf, { kind: 'ignored', reason: 'no-record' });
}

const skippedReasons: { readonly [what: string]: 'control-message' | 'digest' } = {
  'control-message': 'control-message',
  digest: 'digest',
};

/** Collects the content of a delivery. */
interface Sink {
  readonly batch: Growing;
  readonly delivery: Delivery;
  readonly proofs: WatchFold;
}

function readFound(found: Enveloped, { batch, delivery, proofs }: Sink, { now, accounts }: ReadContext): Read {
  if (found.kind === 'malformed') return found;
  if (found.kind === 'not-understood') {
    return { kind: 'malformed', field: found.path || '$', why: 'of no form that is read' };
  }
  if (found.kind === 'skipped') return { kind: 'ignored', reason: skippedReasons[found.what] ?? 'no-record' };
  if (isForeignRecord(found.record, accounts)) return { kind: 'refused', reason: 'foreign-account' };
  const reading = readRecord(found.record, now);
  if (reading.kind === 'sighting' && !accounts.has(reading.subject.accountId)) {
    return { kind: 'refused', reason: 'foreign-account' };
  }
  const change = readIamChange(found.record);
  if (change !== undefined && accounts.has(change.accountId)) batch.changes.push({ change, delivery });
  addRecord(proofs, found.record, now, witnessOf(reading));
  if (reading.kind === 'malformed' || reading.kind === 'ignored') return reading;
  addToSubject(batch.subjects, reading.subject, { sighting: reading.sighting, delivery });
  return { kind: 'recorded', latest: reading.sighting.at };
}

function worseOf(a: Read, b: Read): Read {
  const grave = ['malformed', 'refused'].flatMap((kind) => [a, b].filter((read) => read.kind === kind))[0];
  if (grave !== undefined) return grave;
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
