/** What the digests of one trail prove of one account. */

import type { ReadingCalls } from '../coverage/reading-calls.ts';
import { groupBy } from '../group-by.ts';
import type { AccountId, Region } from '../ids.ts';
import type { Digest, DigestedFile } from './digest.ts';
import type { JudgedDigest, ProofGap } from './proof-gap.ts';
import { provenSpans } from './region-proof.ts';
import type { Span } from './span.ts';

/** One trail in one account. A trail of an organization has one for each account. */
export interface TrailProof extends Pick<Digest, 'accountId' | 'trail' | 'home' | 'isOrganization'> {
  /** By Region, the time in which every log file is there and unaltered. */
  readonly spans: ReadonlyMap<Region, readonly Span[]>;
  /** The days, counted from 1970, on which the trail recorded a call that only reads, anywhere in the account. */
  readonly readingDays: ReadonlySet<number>;
}

/** The calls that only read in a log file that is unaltered; undefined where there is none. */
export type ReadingsOf = (file: DigestedFile) => ReadingCalls | undefined;

/** The proof of each trail and account. */
export function trailProofs(
  judged: readonly JudgedDigest[],
  lostBackfill: readonly ProofGap[],
  readingsOf: ReadingsOf,
): TrailProof[] {
  return groupBy(judged, ({ digest }) => trailKey(digest)).map((digests) =>
    trailProof(digests, lostBackfill, readingsOf),
  );
}

/** The place of the trail's files tells apart trails of the same name in several accounts that write for one. */
export const trailKey = ({
  root,
  accountId,
  trail,
  home,
}: Pick<Digest, 'root' | 'accountId' | 'trail' | 'home'>): string => JSON.stringify([root, accountId, trail, home]);

function trailProof(
  digests: readonly [JudgedDigest, ...JudgedDigest[]],
  lostBackfill: readonly ProofGap[],
  readingsOf: ReadingsOf,
): TrailProof {
  const { accountId, trail, home, isOrganization } = digests[0].digest;
  const byRegion = groupBy(digests, ({ digest }) => digest.region);
  const spans = new Map(byRegion.map((each) => [each[0].digest.region, provenSpans(each, lostBackfill, {})]));
  return { accountId, trail, home, isOrganization, spans, readingDays: readingDays(digests, readingsOf) };
}

const daySeconds = 86_400;

function readingDays(digests: readonly JudgedDigest[], readingsOf: ReadingsOf): Set<number> {
  const days = new Set<number>();
  for (const { digest, verdict, broken } of digests) {
    if (verdict.kind !== 'valid') continue;
    const damaged = new Set(broken.map(({ file }) => file));
    for (const file of digest.logFiles) {
      const readings = damaged.has(file) ? undefined : readingsOf(file);
      if (readings === undefined) continue;
      for (const second of [readings.first, readings.last]) days.add(Math.floor(second / daySeconds));
    }
  }
  return days;
}

/** Whether the trail belongs to the account that it watches. */
export const ownsTrail = ({ accountId, isOrganization }: TrailProof, owner: AccountId): boolean =>
  isOrganization || accountId === owner;
