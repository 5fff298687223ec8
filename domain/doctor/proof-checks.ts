import { ago } from '../ago.ts';
import type { Answer } from '../answer.ts';
import { proofLagHours } from '../coverage/proof-lag.ts';
import type { Watch } from '../coverage/watch.ts';
import { isOverdue } from '../daily-run.ts';
import type { Region } from '../ids.ts';
import { type Instant, plusMinutes } from '../time.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

/** Checks that each Region has a proof of its watch, and that none is overdue. */
export function checkProofs(
  watches: Answer<ReadonlyMap<Region, Watch>>,
  regions: readonly Region[],
  now: Instant,
): readonly Finding[] {
  const todo = 'check the lines trail and forwarding of this Region; the next daily run sends a new proof';
  return examine('proof', watches, (known) =>
    regions.map((region) => {
      const lastProof = known.get(region)?.lastProof;
      if (lastProof === undefined) return fail('proof', 'the Region is blind: no proof ever arrived', todo, region);
      const says = `last proof ${ago(lastProof, now)}`;
      return isOverdue(plusMinutes(lastProof, proofLagHours * 60), now)
        ? fail('proof', `the Region is blind: ${says}`, todo, region)
        : ok('proof', says, region);
    }),
  );
}
