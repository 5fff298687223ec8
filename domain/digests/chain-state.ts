/** What the digests of one trail have shown so far, where they arrive one by one. */

import type { TrailChange } from '../cloudtrail/trail-change.ts';
import { hourMs, hourOf, lateHours } from '../coverage/proven-hours.ts';
import { groupBy } from '../group-by.ts';
import type { Region } from '../ids.ts';
import { dayOfNumber, epochMs, type Instant, plusDays } from '../time.ts';
import type { Digest } from './digest.ts';
import { mergeSpans, type Span, withinWindow } from './span.ts';
import { type TrailProof, trailKey } from './trail-proof.ts';

/** One trail in one account, at one place of a bucket. */
export type TrailName = Pick<Digest, 'accountId' | 'trail' | 'home' | 'root' | 'isOrganization'>;

/** The chain of one Region of a trail; that of its backfill digests is one of its own. */
export interface ChainName extends TrailName, Pick<Digest, 'region' | 'isBackfill'> {}

/**
 * What the sound digests of one chain have shown: digests with a valid signature whose log files were all read and are
 * unaltered. Union is the only way it grows, so that order and repetition do not matter.
 */
export interface ChainState {
  /** The time of these digests, in as few spans as possible. */
  readonly spans: readonly Span[];
  /** The days, counted from 1970, on which one of their log files has a call that only reads. */
  readonly readingDays: ReadonlySet<number>;
}

/** A chain with its name. */
export interface KnownChain extends ChainState {
  readonly name: ChainName;
}

/** No digest was read yet. */
export const emptyChain: ChainState = { spans: [], readingDays: new Set() };

/**
 * A span takes 41 bytes, and gaps alone make a further one. The oldest give way: their digests count again only when
 * they are read again.
 */
const spansAtMost = 1000;

/** What both know of a chain: commutative, associative, idempotent. */
export function joinChains(a: ChainState, b: ChainState): ChainState {
  const spans = mergeSpans([...a.spans, ...b.spans]).slice(-spansAtMost);
  return { spans, readingDays: new Set([...a.readingDays, ...b.readingDays]) };
}

/** The same, each chain once. */
export function joinKnown(chains: readonly KnownChain[]): readonly KnownChain[] {
  const keyOf = ({ name }: KnownChain) => JSON.stringify([trailKey(name), name.region, name.isBackfill]);
  return groupBy(chains, keyOf).map((same) => ({
    ...same.reduce<ChainState>(joinChains, emptyChain),
    name: same[0].name,
  }));
}

/** Whether the digest of this time counts already. */
export const isCounted = ({ spans }: ChainState, { from, to }: Span): boolean =>
  spans.some((span) => span.from <= from && to <= span.to);

/**
 * The proof of one trail by its chains. Backfill digests prove no time; their log files show reading like others.
 * Only the part of each span within the window is looked at.
 */
export function trailProofOf(trail: TrailName, chains: readonly KnownChain[], window: Partial<Span>): TrailProof {
  const { accountId, trail: name, home, isOrganization } = trail;
  const spans = new Map<Region, readonly Span[]>();
  const readingDays = new Set<number>();
  for (const chain of chains) {
    for (const day of chain.readingDays) readingDays.add(day);
    if (chain.name.isBackfill) continue;
    spans.set(
      chain.name.region,
      chain.spans.flatMap((span) => withinWindow(span, window) ?? []),
    );
  }
  return { accountId, trail: name, home, isOrganization, spans, readingDays };
}

/** Records may be a day late, and hours of a span are whole ones: so far from a digest may it prove hours. */
const reachDays = 25 / 24;

/**
 * The time in which these digests, or these days with calls that only read, may prove further hours. Undefined ends
 * where the trail was changed then, since a change counts until the next one.
 */
export function reachOf(
  digests: readonly Span[],
  days: Iterable<number>,
  changes: readonly TrailChange[],
): Partial<Span> {
  const ofDays = [...days].flatMap((day) => [startOf(day), startOf(day + 1)]);
  const moments = [...digests.flatMap(({ from, to }) => [from, to]), ...ofDays].sort();
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return {};
  const reach = { from: plusDays(first, -reachDays), to: plusDays(last, reachDays) };
  return changes.some(({ at }) => reach.from <= at && at <= reach.to) ? {} : reach;
}

const startOf = (day: number) => `${dayOfNumber(day)}T00:00:00Z` as Instant;

/**
 * The hours in UTC, counted from 1970, that a broken digest of this time takes out of the proof: its log files may hold
 * late records of the day before.
 */
export function hoursLost({ from, to }: Span): Set<number> {
  const hours = new Set<number>();
  for (let hour = hourOf(from) - lateHours; hour * hourMs < epochMs(to); hour++) hours.add(hour);
  return hours;
}
