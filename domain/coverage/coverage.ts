import { addDay, type DaysByMonth, hasDay, unionOfDays } from '../day-set.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { objectAt, textAt } from '../json.ts';
import type { Question } from '../question.ts';
import { daysBetween, type Instant, laterOf, type Month, parseEventTime, plusDays } from '../time.ts';

/**
 * The days on which the logs of a Region hold a read-only call of any caller. Such a call proves that the Region was
 * watched. A call that writes proves nothing: a write-only trail makes a user who only reads look silent.
 */
export interface Watch {
  /** The latest record of any kind: the Region is in use. */
  readonly lastRecord: Instant;
  /** The latest that proves; undefined where none ever did. */
  readonly lastProof: Instant | undefined;
  /** Days with a proof. */
  readonly days: DaysByMonth;
  /** Days on which the trail was found to leave something out: they are not watched, whatever else was proven. */
  readonly unrecorded?: DaysByMonth;
  /** As the last run wrote it down, see `watchedSince`. */
  readonly since?: string | undefined;
}

interface GrowingWatch {
  lastRecord: Instant;
  lastProof: Instant | undefined;
  readonly days: Map<Month, number>;
}

export type WatchFold = Map<AccountId, Map<Region, GrowingWatch>>;

/** What a record tells of its Region beside being there: whether it may prove that somebody watched. */
export type Witness = 'may-prove' | 'proves-nothing';

/**
 * Notes a record of any caller and any category: its account uses its Region. A read-only management event also proves
 * that both were watched at that time; see `isProof`. A Region known only by other events is in use, but was not
 * watched.
 */
export function addRecord(fold: WatchFold, record: JsonObject, now: Instant, witness: Witness): void {
  const at = parseEventTime(record['eventTime']);
  if (at !== undefined && at <= now) addRecords(fold, record, [at], witness);
}

/** The same for records that differ in their moments alone, none of them in the future. */
export function addRecords(fold: WatchFold, record: JsonObject, moments: readonly Instant[], witness: Witness): void {
  const region = parseRegion(record['awsRegion']);
  const account = textAt(record, 'recipientAccountId') ?? objectAt(record, 'userIdentity')?.['accountId'];
  const accountId = parseAccountId(account);
  const [first] = moments;
  if (first === undefined || region === undefined || accountId === undefined) return;
  const regions = fold.get(accountId) ?? new Map();
  if (regions.size === 0) fold.set(accountId, regions);
  const watch = regions.get(region) ?? { lastRecord: first, lastProof: undefined, days: new Map() };
  regions.set(region, watch);
  const proves = witness === 'may-prove' && isProof(record);
  for (const at of moments) {
    watch.lastRecord = laterOf(watch.lastRecord, at);
    if (!proves) continue;
    watch.lastProof = laterOf(watch.lastProof, at);
    addDay(watch.days, at);
  }
}

/**
 * Whether a record says, in CloudTrail's own types, that it is a read-only management event. Anything else proves
 * nothing: a call that writes may carry a text, null or 0 there, or, in old records, no field. Taking it as proof would
 * make a user who only reads look silent to a write-only trail.
 */
function isProof(record: JsonObject): boolean {
  return record['readOnly'] === true && record['managementEvent'] === true && record['eventCategory'] === 'Management';
}

/** Folds what others counted in; `from` is used up. */
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
  return {
    lastRecord: laterOf(a.lastRecord, b.lastRecord),
    lastProof: laterOf(a.lastProof, b.lastProof),
    days: unionOfDays(a.days, b.days),
    ...(unrecorded.size === 0 ? {} : { unrecorded }),
  };
}

/** Days of the window on which a Region was not watched; both days inclusive, `2026-11-03`. */
export interface UnwatchedSpan {
  readonly region: Region;
  readonly from: string;
  readonly to: string;
}

/** How far CloudTrail vouches for silence over a whole window, in these Regions. */
export type Coverage =
  | { readonly kind: 'whole'; readonly regions: readonly Region[] }
  | { readonly kind: 'partial'; readonly regions: readonly Region[]; readonly gaps: readonly UnwatchedSpan[] }
  | { readonly kind: 'none' };

/**
 * Whether the logs span the window of the question, both ends inclusive. They must hold a proof on every day, the
 * latest at most 24 hours old, in each enabled Region and in each Region that the logs hold. If the list of enabled
 * Regions is not known, a Region that appears in no log is missed.
 */
export function coverageOf(watches: ReadonlyMap<Region, Watch>, question: Question): Coverage {
  const regions = [...new Set([...watches.keys(), ...(question.regions ?? [])])].sort();
  if (regions.length === 0) return { kind: 'none' };
  return coverageWith(
    regions,
    regions.flatMap((region) => unwatchedSpansOf(region, watches.get(region), question)),
  );
}

/** Whole where there is no gap. */
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

/** Days of a Region in ascending order, those that follow each other as one gap. */
export function spansOfDays(region: Region, days: readonly string[]): UnwatchedSpan[] {
  const gaps: { region: Region; from: string; to: string }[] = [];
  for (const day of days) {
    const last = gaps.at(-1);
    if (last !== undefined && (last.to === day || dayAfter(last.to) === day)) last.to = day;
    else gaps.push({ region, from: day, to: day });
  }
  return gaps;
}

/** The day that follows a day, `2026-11-03`. */
export const dayAfter = (day: string): string => plusDays(`${day}T00:00:00Z` as Instant, 1).slice(0, 10);

function isWatched({ days, unrecorded, lastProof }: Watch, at: Instant, now: Instant): boolean {
  if (unrecorded !== undefined && hasDay(unrecorded, at)) return false;
  if (hasDay(days, at)) return true;
  return at === now && lastProof !== undefined && lastProof <= now && daysBetween(lastProof, now) <= 1;
}
