import { ago } from '../ago.ts';
import type { Answer } from '../answer.ts';
import type { Watch } from '../coverage/coverage.ts';
import type { Region } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

/** The daily proof, and some time for a job that is late. */
const proofHours = 26;

/** In each Region the last call that proves a watch is no older than a day. */
export function checkProofs(
  watches: Answer<ReadonlyMap<Region, Watch>>,
  regions: readonly Region[],
  now: Instant,
): readonly Finding[] {
  const todo = 'look at the trail and the forwarding of the Region above; the next run proves it anew';
  return examine('proof', watches, (known) =>
    regions.map((region) => {
      const lastProof = known.get(region)?.lastProof;
      if (lastProof === undefined) return fail('proof', 'the Region is blind: nothing ever came from it', todo, region);
      const says = `last proven watched ${ago(lastProof, now)}`;
      const isBlind = daysBetween(lastProof, now) * 24 > proofHours;
      return isBlind ? fail('proof', `the Region is blind: ${says}`, todo, region) : ok('proof', says, region);
    }),
  );
}
