import { addDay, type DaysByMonth, hasDay, unionOfDays } from './day-set.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from './ids.ts';
import type { JsonObject } from './json.ts';
import { objectAt, textAt } from './json.ts';
import { daysBetween, type Instant, laterOf, type Month, parseEventTime, plusDays } from './time.ts';

/**
 * On which days the logs of a Region hold a call that only reads, of whomever: it proves that somebody watched. Calls that
 * write prove nothing: a trail that logs only those would make whoever only reads look silent.
 */
export interface Watch {
  /** The latest management event of any kind: the Region is in use. */
  readonly lastRecord: Instant;
  /** The latest that proves; undefined where none ever did. */
  readonly lastProof: Instant | undefined;
  /** Days with a proof. */
  readonly days: DaysByMonth;
}

interface GrowingWatch {
  lastRecord: Instant;
  lastProof: Instant | undefined;
  readonly days: Map<Month, number>;
}

export type WatchFold = Map<AccountId, Map<Region, GrowingWatch>>;

/**
 * Notes a management event, of whomever: its account uses its Region, and if it only reads, both were watched at its time. Data
 * events and Insights are nothing to go by: a trail may have them and no management events.
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
  const watch = regions.get(region) ?? { lastRecord: at, lastProof: undefined, days: new Map() };
  regions.set(region, watch);
  watch.lastRecord = laterOf(watch.lastRecord, at);
  if (!isProof(record)) return;
  watch.lastProof = laterOf(watch.lastProof, at);
  addDay(watch.days, at);
}

/** Old records do not say whether they read; those of AWS's services never need to, and come from any trail. */
function isProof({ readOnly, eventType }: JsonObject): boolean {
  return readOnly === undefined ? eventType !== 'AwsServiceEvent' : readOnly !== false;
}

export function mergeWatch(a: Watch | undefined, b: Watch): Watch {
  if (a === undefined) return b;
  return {
    lastRecord: laterOf(a.lastRecord, b.lastRecord),
    lastProof: laterOf(a.lastProof, b.lastProof),
    days: unionOfDays(a.days, b.days),
  };
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
 * Whether the logs span the window of `days` that ends at `now`, both ends inclusive: in each Region that they hold, a proof on
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
  const { lastProof } = watch;
  const isRecent = lastProof !== undefined && lastProof <= now && daysBetween(lastProof, now) <= 1;
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
