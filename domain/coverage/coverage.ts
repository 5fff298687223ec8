/** How far CloudTrail watched the account's Regions. */

import { addDay, addDays, type DaysByMonth, hasDay, unionOfDays } from '../day-set.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { objectAt } from '../json.ts';
import type { Question } from '../question.ts';
import { daysBetween, type Instant, laterOf, type Month, parseEventTime, plusDays } from '../time.ts';
import { proofLagHours } from './proof-lag.ts';
import { isProvenDay, mergeProvenHours, type ProvenHours } from './proven-hours.ts';

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

/** Days of the window on which a Region was not watched; both days inclusive, `2026-11-03`. */
export interface UnwatchedSpan {
  readonly region: Region;
  readonly from: string;
  readonly to: string;
}

/** How far CloudTrail proves silence over the window, in these Regions. */
export type Coverage =
  | { readonly kind: 'whole'; readonly regions: readonly Region[] }
  | { readonly kind: 'partial'; readonly regions: readonly Region[]; readonly gaps: readonly UnwatchedSpan[] }
  | { readonly kind: 'none' };

/**
 * The coverage of the question's window, both ends inclusive. It is whole if each enabled Region, and each Region in
 * the logs, has a proof on every day, the latest stored one at most 30 hours old. Where the enabled Regions are not
 * known, a Region without logs is not known either.
 */
export function coverageOf(watches: ReadonlyMap<Region, Watch>, question: Question): Coverage {
  const regions = [...new Set([...watches.keys(), ...(question.regions ?? [])])].sort();
  if (regions.length === 0) return { kind: 'none' };
  return coverageWith(
    regions,
    regions.flatMap((region) => unwatchedSpansOf(region, watches.get(region), question)),
  );
}

/** The coverage of these Regions with these gaps; whole where there are none. */
export function coverageWith(regions: readonly Region[], gaps: readonly UnwatchedSpan[]): Coverage {
  return gaps.length === 0 ? { kind: 'whole', regions } : { kind: 'partial', regions, gaps };
}

/** The first day of the unbroken watch of a Region, `2026-08-01`; undefined where it is not watched now. */
export function watchedSince(watch: Watch, now: Instant): string | undefined {
  let since: string | undefined;
  for (let at = now; isWatched(watch, at, now) && at.slice(0, 10) !== since; at = plusDays(at, -1)) {
    since = at.slice(0, 10);
  }
  return since;
}

function unwatchedSpansOf(region: Region, watch: Watch | undefined, { now, thresholdDays }: Question): UnwatchedSpan[] {
  const days: string[] = [];
  for (let daysAgo = thresholdDays; daysAgo >= 0; daysAgo--) {
    const at = plusDays(now, -daysAgo);
    if (watch === undefined || !isWatched(watch, at, now)) days.push(at.slice(0, 10));
  }
  return spansOfDays(region, days);
}

/** The spans of a Region's days, given in ascending order. Consecutive days are one span. */
export function spansOfDays(region: Region, days: readonly string[]): UnwatchedSpan[] {
  const gaps: { region: Region; from: string; to: string }[] = [];
  for (const day of days) {
    const last = gaps.at(-1);
    if (last !== undefined && (last.to === day || dayAfter(last.to) === day)) last.to = day;
    else gaps.push({ region, from: day, to: day });
  }
  return gaps;
}

/** The next day, `2026-11-03`. */
export const dayAfter = (day: string): string => plusDays(`${day}T00:00:00Z` as Instant, 1).slice(0, 10);

/**
 * Whether a Region was watched on the day of `at`, by a read-only call or by signed digests: now also by a proof of the
 * last 24 hours, for which the stored one may be six hours older.
 */
export function isWatched({ days, unrecorded, lastProof, proof }: Watch, at: Instant, now: Instant): boolean {
  if (unrecorded !== undefined && hasDay(unrecorded, at)) return false;
  if (hasDay(days, at) || (proof !== undefined && isProvenDay(proof, at, now))) return true;
  return (
    at === now &&
    // Stryker disable next-line ConditionalExpression: undefined is not at or before anything.
    lastProof !== undefined &&
    lastProof <= now &&
    daysBetween(lastProof, now) * 24 <= 24 + proofLagHours
  );
}
