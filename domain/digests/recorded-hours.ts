/** The hours in which silence in the log files means silence of the users. */

import { compareTrailChanges, type TrailChange, type TrailEffect } from '../cloudtrail/trail-change.ts';
import {
  hourMs,
  hourOf,
  lateHours,
  mergeProvenHours,
  type ProvenHours,
  provenHours,
} from '../coverage/proven-hours.ts';
import { type LoggedEvents, loggedBy } from '../coverage/trail-selectors.ts';
import type { AccountId, Region } from '../ids.ts';
import { epochMs } from '../time.ts';
import type { Span } from './span.ts';
import { ownsTrail, type TrailProof } from './trail-proof.ts';

/** What CloudTrail says today of a trail, by its name and home Region. */
export type LiveSelectors = (trail: Pick<TrailProof, 'accountId' | 'trail' | 'home'>) => LoggedEvents | undefined;

/** The proven hours by account and Region. */
export type ProvenRegions = ReadonlyMap<AccountId, ReadonlyMap<Region, ProvenHours>>;

/** The proven hours of all accounts and Regions. What one trail does not prove, another may. */
export function recordedHours(
  proofs: readonly TrailProof[],
  changes: readonly TrailChange[],
  live: LiveSelectors = () => undefined,
): ProvenRegions {
  const accounts = new Map<AccountId, Map<Region, ProvenHours>>();
  for (const proof of proofs) {
    const recording = recordingOf(proof, changes, live(proof));
    const regions = accounts.get(proof.accountId) ?? new Map<Region, ProvenHours>();
    accounts.set(proof.accountId, regions);
    for (const [region, spans] of proof.spans) {
      const merged = mergeProvenHours(regions.get(region), hoursIn(spans, recording));
      if (merged !== undefined && merged.hours.size > 0) regions.set(region, merged);
    }
  }
  return accounts;
}

/** Records may be late: of each unbroken span, the last day may have records in log files that come after it. */
function hoursIn(spans: readonly Span[], recording: Recording): ProvenHours {
  const hours = new Set<number>();
  const selectorHours = new Set<number>();
  for (const { from, to } of spans) {
    const end = hourOf(to) - lateHours;
    for (let hour = Math.ceil(epochMs(from) / hourMs); hour < end; hour++) {
      const recorded = recording(hour);
      if (recorded !== 'not-known') hours.add(hour);
      if (recorded === 'by-selectors') selectorHours.add(hour);
    }
  }
  return provenHours(hours, selectorHours);
}

/**
 * Whether the trail recorded an hour: `by-selectors` all of it, as its selectors say; `by-reading` at least calls that
 * only read, since it has one of that day. Calls of sources that it left out cannot be seen so.
 */
type Recording = (hour: number) => 'by-selectors' | 'by-reading' | 'not-known';

/** What a trail records, as far as it is known. */
interface TrailState {
  /** Undefined where no call told. */
  readonly selects: boolean | undefined;
  readonly logs: boolean | undefined;
  readonly global: boolean | undefined;
}

const unknownState: TrailState = { selects: undefined, logs: undefined, global: undefined };

function recordingOf(proof: TrailProof, all: readonly TrailChange[], live: LoggedEvents | undefined): Recording {
  const changes = all.filter((change) => isOf(proof, change)).sort(compareTrailChanges);
  const knownFrom = live === undefined || !isWhole(live) ? Number.POSITIVE_INFINITY : homeProvenFrom(proof);
  const leftOutFrom = live === undefined || isWhole(live) ? Number.POSITIVE_INFINITY : lastHour(changes);
  const states = statesByHour(changes);
  const lastChange = lastHour(changes);
  return (hour) => {
    const during = states(hour);
    if (hour > leftOutFrom || during.some(leavesOut)) return 'not-known';
    if (during.every(({ selects }) => selects === true)) return 'by-selectors';
    if (hour > lastChange && hour >= knownFrom) return 'by-selectors';
    return proof.readingDays.has(Math.floor(hour / 24)) ? 'by-reading' : 'not-known';
  };
}

const isOf = (proof: TrailProof, { accountId, home, trail }: TrailChange) =>
  trail === proof.trail && home === proof.home && ownsTrail(proof, accountId);

const leavesOut = ({ selects, logs, global }: TrailState) => selects === false || logs === false || global === false;

/** Whether reads and writes of every source are recorded. */
function isWhole({ reads, writes, narrowedBy }: LoggedEvents): boolean {
  return reads?.size === 0 && writes?.size === 0 && narrowedBy.length === 0;
}

const lastHour = (changes: readonly TrailChange[]): number => {
  const last = changes.at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : hourOf(last.at);
};

/** From this hour on the trail's own log files are proven up to their end, so that a change would have been seen. */
function homeProvenFrom({ spans, home }: TrailProof): number {
  const last = spans.get(home)?.at(-1);
  return last === undefined ? Number.POSITIVE_INFINITY : Math.ceil(epochMs(last.from) / hourMs);
}

/** The states of a trail during an hour: the one at its start, and those after each change in it. */
function statesByHour(changes: readonly TrailChange[]): (hour: number) => readonly TrailState[] {
  const steps: { hour: number; after: TrailState }[] = [];
  for (const { at, effect } of changes) {
    steps.push({ hour: hourOf(at), after: stateAfter(steps.at(-1)?.after ?? unknownState, effect) });
  }
  return (hour) => {
    const next = steps.findIndex((step) => step.hour >= hour);
    const before = (next < 0 ? steps.at(-1) : steps[next - 1])?.after ?? unknownState;
    return [before, ...steps.filter((step) => step.hour === hour).map(({ after }) => after)];
  };
}

function stateAfter(before: TrailState, effect: TrailEffect): TrailState {
  switch (effect.kind) {
    case 'created':
      return { selects: true, logs: false, global: undefined };
    case 'deleted':
      return { ...unknownState, logs: false };
    case 'started':
      return { ...before, logs: true };
    case 'stopped':
      return { ...before, logs: false };
    case 'updated':
      return { ...before, global: effect.globalServices ?? before.global };
    case 'selected':
      return { ...before, selects: isWhole(loggedBy(effect.selectors)) };
    case 'unreadable':
      return { ...before, selects: false };
    default:
      return effect satisfies never;
  }
}

/** The hours that either proves. */
export function mergeProvenRegions(a: ProvenRegions, b: ProvenRegions): ProvenRegions {
  const accounts = new Map([...a].map(([accountId, regions]) => [accountId, new Map(regions)]));
  for (const [accountId, regions] of b) {
    const known = accounts.get(accountId) ?? new Map<Region, ProvenHours>();
    accounts.set(accountId, known);
    for (const [region, hours] of regions) known.set(region, mergeProvenHours(known.get(region), hours) ?? hours);
  }
  return accounts;
}
