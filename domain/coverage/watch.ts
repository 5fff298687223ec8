/** Which Regions a trail watched on which days, as its records prove it. */

import { addDay, addDays, type DaysByMonth, unionOfDays } from '../day-set.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import { type JsonObject, objectAt } from '../json.ts';
import { type Instant, laterOf, type Month, parseEventTime } from '../time.ts';
import { mergeProvenHours, type ProvenHours } from './proven-hours.ts';

/**
 * The days on which a Region was watched. A read-only call in the logs, by any caller, proves it for its day. A write
 * call proves nothing: in the logs of a write-only trail, a user who only reads looks silent.
 */
export interface Watch {
  /** The latest record of any kind: the Region is in use. Undefined where digests alone tell of the Region. */
  readonly lastRecord: Instant | undefined;
  /** The latest proof; undefined where there never was one. */
  readonly lastProof: Instant | undefined;
  /** Days with a proof. */
  readonly days: DaysByMonth;
  /** Days on which the trail left something out. They do not count as watched, even with a proof. */
  readonly unrecorded?: DaysByMonth;
  /** What signed digests prove; undefined where they prove nothing. */
  readonly proof?: ProvenHours | undefined;
  /** The last run's `watchedSince`. */
  readonly since?: string | undefined;
}

interface GrowingWatch {
  lastRecord: Instant;
  lastProof: Instant | undefined;
  readonly days: Map<Month, number>;
}

/** The watches of many records, growing in place. */
export type WatchFold = Map<AccountId, Map<Region, GrowingWatch>>;

/** Whether a record may prove that its Region was watched. In either case it shows that the Region is in use. */
export type Witness = 'may-prove' | 'proves-nothing';

/**
 * Adds a record of any caller and category to the watch: it shows that its account uses its Region. A read-only
 * management event also proves that the Region was watched at that time; see `isProof`. A Region with other events only
 * is in use but not watched.
 */
export function addRecord(fold: WatchFold, record: JsonObject, now: Instant, witness: Witness): void {
  const at = parseEventTime(record['eventTime']);
  // Stryker disable next-line ConditionalExpression: undefined is not at or before anything.
  if (at === undefined || at > now) return;
  const watch = watchOf(fold, record, at);
  if (watch === undefined) return;
  if (witness === 'proves-nothing' || !isProof(record)) watch.lastRecord = laterOf(watch.lastRecord, at);
  else addProofTo(watch, at);
}

/** Adds the days of records that are as one that was added already, the latest of them. */
export function addRecordDays(fold: WatchFold, latest: JsonObject, days: DaysByMonth, witness: Witness): void {
  const region = parseRegion(latest['awsRegion']);
  const accountId = accountOf(latest);
  if (region === undefined || accountId === undefined || witness === 'proves-nothing' || !isProof(latest)) return;
  const watch = fold.get(accountId)?.get(region);
  if (watch !== undefined) addDays(watch.days, days);
}

/** The watch of a record's account and Region, made where it is new; undefined where the record does not name them. */
function watchOf(fold: WatchFold, record: JsonObject, at: Instant): GrowingWatch | undefined {
  const region = parseRegion(record['awsRegion']);
  const accountId = accountOf(record);
  return region === undefined || accountId === undefined ? undefined : watchIn(fold, accountId, region, at);
}

function watchIn(fold: WatchFold, accountId: AccountId, region: Region, at: Instant): GrowingWatch {
  const regions = fold.get(accountId) ?? new Map<Region, GrowingWatch>();
  // Stryker disable next-line ConditionalExpression: to set again what is there changes nothing.
  if (regions.size === 0) fold.set(accountId, regions);
  const watch = regions.get(region) ?? { lastRecord: at, lastProof: undefined, days: new Map() };
  regions.set(region, watch);
  return watch;
}

function accountOf(record: JsonObject): AccountId | undefined {
  return parseAccountId(record['recipientAccountId'] ?? objectAt(record, 'userIdentity')?.['accountId']);
}

/** Adds the proof that a Region, or another part of a log, was watched at that time. */
export function addProof(fold: WatchFold, accountId: AccountId, region: Region, at: Instant): void {
  addProofTo(watchIn(fold, accountId, region, at), at);
}

function addProofTo(watch: GrowingWatch, at: Instant): void {
  watch.lastRecord = laterOf(watch.lastRecord, at);
  watch.lastProof = laterOf(watch.lastProof, at);
  addDay(watch.days, at);
}

/**
 * Whether a record is marked, with CloudTrail's types, as a read-only management event. Any other record proves
 * nothing: a text, null, 0 or an absent field (as in old records) may belong to a write call. In a trail that logs only
 * writes, a user who only reads looks silent.
 */
export function isProof(record: JsonObject): boolean {
  return record['readOnly'] === true && record['managementEvent'] === true && record['eventCategory'] === 'Management';
}

/** Merges `from` into `into`. Do not use `from` again. */
export function mergeWatches(into: WatchFold, from: WatchFold): void {
  for (const [accountId, regions] of from) {
    const known = into.get(accountId) ?? new Map();
    into.set(accountId, known);
    for (const [region, watch] of regions) {
      const merged = mergeWatch(known.get(region), watch);
      known.set(region, { ...merged, days: new Map(merged.days) });
    }
  }
}

/** What both know: commutative, associative, idempotent. */
export function mergeWatch(a: Watch | undefined, b: Watch): Watch {
  if (a === undefined) return b;
  const unrecorded = unionOfDays(a.unrecorded ?? new Map(), b.unrecorded ?? new Map());
  const proof = mergeProvenHours(a.proof, b.proof);
  return {
    lastRecord: laterOf(a.lastRecord, b.lastRecord),
    lastProof: laterOf(a.lastProof, b.lastProof),
    days: unionOfDays(a.days, b.days),
    ...(unrecorded.size === 0 ? {} : { unrecorded }),
    ...(proof && { proof }),
  };
}
