import { ago } from '../ago.ts';
import type { Answer } from '../answer.ts';
import type { Watch } from '../coverage/coverage.ts';
import { isOverdue } from '../daily-run.ts';
import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

/** In each Region a daily run was proven watched, and none is overdue. */
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
      return isOverdue(lastProof, now)
        ? fail('proof', `the Region is blind: ${says}`, todo, region)
        : ok('proof', says, region);
    }),
  );
}
