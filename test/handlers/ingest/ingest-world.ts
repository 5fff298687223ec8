import fc from 'fast-check';
import { foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Awakening } from '../../../domain/sightings/awakening.ts';
import { entryOf } from '../../../domain/sightings/entry.ts';
import { addSighting } from '../../../domain/sightings/last-seen.ts';
import { epochMs, type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import type { IngestContext } from '../../../handlers/ingest/ingest.ts';
import { type Ingested, ingest } from '../../../handlers/ingest/ingest.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import type { Delivery } from '../../../handlers/ingest/read-deliveries.ts';
import { account, daysAgo, key, now, record, recordBy, signIn } from '../../domain/builders.ts';
import type { IngestTable } from '../../fakes/sighting-model.ts';

/** An EventBridge event around a CloudTrail record. */
export function eventOf(detail: unknown, changes: JsonObject = {}): JsonObject {
  const envelope = { version: '0', id: 'event-1', source: 'aws.s3', account: account(), region: 'eu-west-1' };
  return { ...envelope, 'detail-type': 'AWS API Call via CloudTrail', detail, ...changes };
}

let deliveries = 0;

/** A delivery of its own: another one of the same event has another id. */
export function delivery(event: JsonObject): Delivery {
  return { deliveryId: `delivery-${++deliveries}`, body: { kind: 'event', event } };
}

export const delivered = (...records: readonly unknown[]): Delivery[] =>
  records.map((detail) => delivery(eventOf(detail)));

/** A sandbox at work on a table. */
export function sandbox(table: IngestTable, changes: Partial<IngestContext> = {}) {
  const told: Awakening[] = [];
  const context: IngestContext = {
    table,
    memory: newIngestMemory(),
    publish: async (awakenings) => void told.push(...awakenings),
    now,
    accounts: new Set([account()]),
    hasTime: () => true,
    settings: { resolutionMinutes: 60, thresholdDays: 90 },
    ...changes,
  };
  const take = (...records: readonly unknown[]): Promise<Ingested> => ingest(delivered(...records), context);
  return { told, context, take, ingest: (batch: readonly Delivery[]) => ingest(batch, context) };
}

/** What the table comes to be in the end, if it keeps everything. */
export function foldOf(records: readonly unknown[], at: Instant = now) {
  const fold = newRecordFold();
  for (const each of records) {
    const reading = foldRecord(fold, each, at);
    const seen = reading.kind === 'sighting' ? fold.lastSeen.get(reading.subject.accountId) : undefined;
    // Once more with its caller, of which a fold of records knows nothing.
    if (reading.kind === 'sighting' && seen) addSighting(seen, entryOf(reading.subject), reading.sighting);
  }
  return { lastSeen: fold.lastSeen.get(account()) ?? new Map(), watches: fold.watches.get(account()) ?? new Map() };
}

/** A moment of the last days: few enough to meet, and a resolution apart, or a minute more or less. */
const moments = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 1, 14, 15, 16, 59, 60, 61, 119, 150), fc.nat(1))
  .map(([days, minutes, seconds]) => daysAgo(days, minutes * 60 + seconds));

const bobIdentity = {
  principalId: 'AIDABOB0000000000001',
  userName: 'bob',
  arn: 'arn:aws:iam::123456789012:user/bob',
};

const makers: readonly ((changes: JsonObject, digit: number) => JsonObject)[] = [
  (changes) => record(changes),
  (changes, digit) => recordBy({ accessKeyId: key(`AKIAALICE0000000000${digit}`) }, changes),
  (changes) => recordBy({ accessKeyId: 'ASIAALICE00000000001' }, changes),
  (changes) => signIn(changes),
  (changes) => recordBy({ ...bobIdentity, accessKeyId: 'AKIABOB0000000000001' }, changes),
  (changes) => recordBy({ principalId: undefined, accessKeyId: undefined }, changes),
  (changes) => record({ ...changes, userIdentity: { type: 'Root', accountId: account(), arn: 'root' } }),
  (changes) => record({ ...changes, userIdentity: { type: 'AssumedRole', accountId: account() } }),
];

/**
 * Records of few subjects, of all credentials, close in time; an event id is one event's only, as CloudTrail promises.
 * Alice's access keys are `keys` in number beside her usual one.
 */
export const manyRecords = (
  keys: number,
  maxLength = 30,
  times: fc.Arbitrary<Instant> = moments,
): fc.Arbitrary<JsonObject[]> =>
  fc
    .array(
      fc.tuple(
        fc.nat(makers.length - 1),
        fc.nat(Math.max(0, keys - 1)),
        times,
        fc.constantFrom('eu-west-1', 'us-east-1'),
        fc.constantFrom(undefined, undefined, 'AccessDenied'),
        fc.nat(99),
      ),
      { minLength: 1, maxLength },
    )
    .map((events) =>
      events.map(([maker, digit, eventTime, awsRegion, errorCode, random], index) => {
        const eventID = `${random}-${index}`;
        const make = makers[keys === 0 && maker === 1 ? 0 : maker] ?? record;
        const sourceIPAddress = `192.0.${random % 12}.9`;
        return make({ eventTime, awsRegion, eventID, sourceIPAddress, ...(errorCode && { errorCode }) }, digit);
      }),
    );

export const minutesAfter = (at: Instant, minutes: number): Instant =>
  instantOfEpochMs(epochMs(at) + minutes * 60_000) as Instant;
