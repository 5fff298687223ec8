import { addDay, type DaysByMonth, hasDay, unionOfDays } from './day-set.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from './ids.ts';
import type { JsonObject } from './json.ts';
import { objectAt, textAt } from './json.ts';
import { daysBetween, type Instant, laterOf, type Month, parseEventTime, plusDays } from './time.ts';

/** On which days the logs of a Region hold anything at all: each record, of whomever, proves that somebody watched. */
export interface Watch {
  readonly lastRecord: Instant;
  readonly days: DaysByMonth;
}

export type WatchFold = Map<AccountId, Map<Region, { lastRecord: Instant; days: Map<Month, number> }>>;

/**
 * Counts a management event, of whomever, as proof that its account and Region were watched at its time. Data events and
 * Insights prove nothing: a trail may have them and no management events.
 */
export function addProof(fold: WatchFold, record: JsonObject, now: Instant): void {
  if ((record['eventCategory'] ?? 'Management') !== 'Management' || record['managementEvent'] === false) return;
  const at = parseEventTime(record['eventTime']);
  const region = parseRegion(record['awsRegion']);
  const account = textAt(record, 'recipientAccountId') ?? objectAt(record, 'userIdentity')?.['accountId'];
  const accountId = parseAccountId(account);
  if (at === undefined || at > now || region === undefined || accountId === undefined) return;
  const regions = fold.get(accountId) ?? new Map();
  if (regions.size === 0) fold.set(accountId, regions);
  const watch = regions.get(region) ?? { lastRecord: at, days: new Map() };
  regions.set(region, watch);
  watch.lastRecord = laterOf(watch.lastRecord, at);
  addDay(watch.days, at);
}

export function mergeWatch(a: Watch | undefined, b: Watch): Watch {
  if (a === undefined) return b;
  return { lastRecord: laterOf(a.lastRecord, b.lastRecord), days: unionOfDays(a.days, b.days) };
}

/** Days of the window on which a Region was not watched; both days inclusive, `2026-11-03`. */
export interface Gap {
  readonly region: Region;
  readonly from: string;
  readonly to: string;
}

/** How far CloudTrail vouches for silence over a whole window. */
export type Coverage =
  | { readonly kind: 'whole'; readonly regions: readonly Region[] }
  | { readonly kind: 'partial'; readonly gaps: readonly Gap[] }
  | { readonly kind: 'none' };

/**
 * Whether the logs span the window of `days` that ends at `now`, both ends inclusive: in each Region that they hold, a record on
 * every day of it, and the latest no more than 24 hours old. A Region that appears in no log cannot be vouched for
 * and is not known here.
 */
export function coverageOf(watches: ReadonlyMap<Region, Watch>, days: number, now: Instant): Coverage {
  if (watches.size === 0) return { kind: 'none' };
  const gaps: Gap[] = [];
  for (const [region, watch] of [...watches].sort(([a], [b]) => (a < b ? -1 : 1))) {
    gaps.push(...gapsOf(region, watch, days, now));
  }
  return gaps.length === 0 ? { kind: 'whole', regions: [...watches.keys()].sort() } : { kind: 'partial', gaps };
}

function gapsOf(region: Region, watch: Watch, days: number, now: Instant): Gap[] {
  const gaps: { region: Region; from: string; to: string }[] = [];
  const isRecent = watch.lastRecord <= now && daysBetween(watch.lastRecord, now) <= 1;
  for (let daysAgo = days; daysAgo >= 0; daysAgo--) {
    const at = plusDays(now, -daysAgo);
    if (hasDay(watch.days, at) || (daysAgo === 0 && isRecent)) continue;
    const day = at.slice(0, 10);
    const last = gaps.at(-1);
    if (last !== undefined && last.to === plusDays(at, -1).slice(0, 10)) last.to = day;
    else gaps.push({ region, from: day, to: day });
  }
  return gaps;
}
