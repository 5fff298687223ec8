import { ago } from '../ago.ts';
import type { Watch } from '../coverage/coverage.ts';
import type { Region } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';
import { type Asked, examine, type Finding, fail, ok } from './finding.ts';

/** The daily proof, and some time for a job that is late. */
const proofHours = 26;

/** In each Region the last call that proves a watch is no older than a day. */
export function checkProofs(
  watches: Asked<ReadonlyMap<Region, Watch>>,
  regions: readonly Region[],
  now: Instant,
): readonly Finding[] {
  const todo = 'check the lines trail and forwarding of this Region; the next daily run sends a new proof';
  return examine('proof', watches, (known) =>
    regions.map((region) => {
      const lastProof = known.get(region)?.lastProof;
      if (lastProof === undefined) return fail('proof', 'the Region is blind: no proof ever arrived', todo, region);
      const says = `last proof ${ago(lastProof, now)}`;
      const isBlind = daysBetween(lastProof, now) * 24 > proofHours;
      return isBlind ? fail('proof', `the Region is blind: ${says}`, todo, region) : ok('proof', says, region);
    }),
  );
}
