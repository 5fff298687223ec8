/** Sums up many records: the last seen of each subject, the watches, and what is unreadable. */

import { addRecord, addRecordDays, isProof, mergeWatches, type WatchFold, type Witness } from '../coverage/watch.ts';
import { addDays, type DaysByMonth } from '../day-set.ts';
import type { AccountId, UserId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Creator } from '../sightings/creator.ts';
import { type Entry, entryOf } from '../sightings/entry.ts';
import { addActivity, type LastSeenFold, mergeLastSeenFolds } from '../sightings/last-seen.ts';
import type { Instant } from '../time.ts';
import { creationOf, readIamChange } from './iam-change.ts';
import type { IgnoredReason } from './ignored-record.ts';
import { type Malformed, type Reading, readRecord } from './record.ts';
import { keyOfChange, readTrailChange, type TrailChange } from './trail-change.ts';

/** The sum of many records, growing in place. The counts add up: `received = recorded + ignored + malformed`. */
export interface RecordFold {
  /** Without callers: of many records alike only the latest is read. */
  readonly lastSeen: Map<AccountId, LastSeenFold<Entry>>;
  readonly watches: WatchFold;
  /** By account and entry of the subject: an unreadable record of this subject. */
  readonly unreadable: Map<AccountId, Map<Entry, Malformed>>;
  /** An unreadable record of an IAM user; it is not known which user. Undefined where there is none. */
  unattributed: Malformed | undefined;
  readonly ignored: Map<IgnoredReason, number>;
  /** Calls that changed what a trail records, each once. */
  readonly trailChanges: Map<string, TrailChange>;
  /** Who created which user, by account. */
  readonly creators: Map<AccountId, Map<UserId, Creator>>;
  received: number;
  recorded: number;
  malformed: number;
}

/** No record was read yet. */
export function newRecordFold(): RecordFold {
  const maps = { lastSeen: new Map(), watches: new Map(), unreadable: new Map(), ignored: new Map() };
  const calls = { trailChanges: new Map(), creators: new Map() };
  return { ...maps, ...calls, unattributed: undefined, received: 0, recorded: 0, malformed: 0 };
}

/** Reads one record and adds it to the fold. Returns the reading. */
export function foldRecord(fold: RecordFold, record: unknown, now: Instant): Reading {
  const reading = readRecord(record, now);
  fold.received++;
  if (isJsonObject(record)) {
    addRecord(fold.watches, record, now, witnessOf(reading));
    const change = readTrailChange(record);
    if (change !== undefined) fold.trailChanges.set(keyOfChange(change), change);
    addCreator(fold, record);
  }
  switch (reading.kind) {
    case 'sighting':
      fold.recorded++;
      addActivity(ofAccount(fold.lastSeen, reading.subject), entryOf(reading.subject), reading.sighting);
      break;
    case 'ignored':
      fold.ignored.set(reading.reason, (fold.ignored.get(reading.reason) ?? 0) + 1);
      break;
    case 'malformed':
      fold.malformed++;
      if (reading.subject === undefined) fold.unattributed ??= reading;
      else ofAccount(fold.unreadable, reading.subject).set(entryOf(reading.subject), reading);
      break;
    default:
      reading satisfies never;
  }
  return reading;
}

function addCreator({ creators }: RecordFold, record: JsonObject): void {
  const change = readIamChange(record);
  if (change === undefined) return;
  const creation = creationOf(change);
  if (creation !== undefined) ofAccount(creators, change).set(creation.userId, creation.creator);
}

/**
 * Whether a record may prove a watch. An unreadable record, or one whose caller is not known, may hide a user's
 * activity: it proves nothing.
 */
export function witnessOf(reading: Reading): Witness {
  if (reading.kind === 'malformed') return 'proves-nothing';
  // Stryker disable next-line ConditionalExpression: only what is ignored has a reason.
  const isAnonymous = reading.kind === 'ignored' && anonymous.includes(reading.reason);
  return isAnonymous ? 'proves-nothing' : 'may-prove';
}

const anonymous: readonly IgnoredReason[] = ['no-user-identity', 'unknown-identity'];

/** Whether a record shows that its trail records calls that only read. */
export const showsReading = (record: unknown, reading: Reading): boolean =>
  isJsonObject(record) && witnessOf(reading) === 'may-prove' && isProof(record);

/** Records that differ only in fields that no reading uses, and in their times, none of them after `now`. */
export interface RecordClass {
  readonly latest: JsonObject;
  readonly count: number;
  /** The days with a record. */
  readonly days: DaysByMonth;
}

/** Adds many records at once, with the same result as `foldRecord` for each of them. */
export function foldRecordClass(fold: RecordFold, { latest, count, days }: RecordClass, now: Instant): void {
  const reading = foldRecord(fold, latest, now);
  const others = count - 1;
  fold.received += others;
  addRecordDays(fold.watches, latest, days, witnessOf(reading));
  if (reading.kind === 'malformed') {
    fold.malformed += others;
    return;
  }
  if (reading.kind === 'ignored') {
    fold.ignored.set(reading.reason, (fold.ignored.get(reading.reason) ?? 0) + others);
    return;
  }
  fold.recorded += others;
  const seen = ofAccount(fold.lastSeen, reading.subject).get(entryOf(reading.subject));
  // Stryker disable next-line ConditionalExpression: the sighting was folded in above.
  if (seen !== undefined) addDays(seen.days, days);
}

/** Adds another fold; do not use `from` again. The order matters to `unreadable` alone, where the last one stays. */
export function mergeRecordFolds(into: RecordFold, from: RecordFold): void {
  for (const [accountId, seen] of from.lastSeen) {
    const known = into.lastSeen.get(accountId);
    if (known === undefined) into.lastSeen.set(accountId, seen);
    else mergeLastSeenFolds(known, seen);
  }
  mergeWatches(into.watches, from.watches);
  mergeUnreadable(into, from.unreadable);
  for (const [reason, count] of from.ignored) into.ignored.set(reason, (into.ignored.get(reason) ?? 0) + count);
  for (const [key, change] of from.trailChanges) into.trailChanges.set(key, change);
  for (const [accountId, creators] of from.creators) {
    for (const [userId, creator] of creators) ofAccount(into.creators, { accountId }).set(userId, creator);
  }
  into.received += from.received;
  into.recorded += from.recorded;
  into.malformed += from.malformed;
  into.unattributed ??= from.unattributed;
}

/** Adds the unreadable records of a later fold. */
export function mergeUnreadable(into: RecordFold, later: RecordFold['unreadable']): void {
  for (const [accountId, fields] of later) {
    const known = into.unreadable.get(accountId) ?? new Map<Entry, Malformed>();
    into.unreadable.set(accountId, known);
    for (const [entry, field] of fields) known.set(entry, field);
  }
}

/** The map of an account; made where there is none. */
export function ofAccount<K, V>(
  maps: Map<AccountId, Map<K, V>>,
  { accountId }: { readonly accountId: AccountId },
): Map<K, V> {
  const known = maps.get(accountId);
  if (known !== undefined) return known;
  const made = new Map<K, V>();
  maps.set(accountId, made);
  return made;
}

/** The accounts of all records, in order. */
export function accountsOf(fold: RecordFold): AccountId[] {
  return [...new Set([...fold.lastSeen.keys(), ...fold.watches.keys(), ...fold.creators.keys()])].sort();
}
