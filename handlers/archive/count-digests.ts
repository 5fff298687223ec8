/** Adds the time of sound digests to the proof of their accounts. */

import type { ProvenHours } from '../../domain/coverage/proven-hours.ts';
import {
  type ChainName,
  type ChainState,
  emptyChain,
  joinChains,
  reachOf,
  trailProofOf,
} from '../../domain/digests/chain-state.ts';
import { recordedHours } from '../../domain/digests/recorded-hours.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { planProof } from '../../domain/table/plan-sightings.ts';
import { writeAccount } from '../ingest/write-watch.ts';
import type { ArchiveContext } from './archive-ports.ts';
import type { SoundDigest } from './check-arrived.ts';

/** The digests of each trail and account in a bucket, which count together. */
export const byTrail = <T extends { readonly sound: SoundDigest }>(digests: readonly T[]) =>
  groupBy(digests, ({ sound: { digest } }) => {
    const { bucket, root, accountId, trail, home } = digest;
    return JSON.stringify([bucket, root, accountId, trail, home]);
  });

/**
 * Counts the sound digests of one trail and account: first in their chains, then in the proof, as it follows from the
 * chains of all Regions. Only then the log files are forgotten. So whatever fails, the digests that come again end in
 * the same table.
 */
export async function countDigests(
  sound: readonly [SoundDigest, ...SoundDigest[]],
  context: ArchiveContext,
): Promise<void> {
  const { proofs } = context;
  const [{ digest: trail }] = sound;
  for (const chain of groupBy(sound, ({ digest }) => digest.chain)) {
    const shown = chain.reduce<ChainState>((sum, each) => joinChains(sum, each.shown), emptyChain);
    await proofs.addToChain(trail.bucket, nameOfChain(chain[0]), shown);
  }
  const [chains, changes] = await Promise.all([
    proofs.readChains(trail.bucket, trail),
    proofs.readTrailChanges(trail.bucket, trail),
  ]);
  const days = sound.flatMap(({ shown }) => [...shown.readingDays]);
  const reach = reachOf(
    sound.map(({ digest }) => digest),
    days,
    changes,
  );
  const proven = recordedHours([trailProofOf(trail, chains, reach)], changes);
  for (const [accountId, regions] of proven) await writeProof(accountId, regions, context);
  await proofs.forgetReadFiles(sound.flatMap(({ files }) => files));
}

function nameOfChain({ digest }: SoundDigest): ChainName {
  const { accountId, trail, home, root, isOrganization, region, isBackfill } = digest;
  return { accountId, trail, home, root, isOrganization, region, isBackfill };
}

async function writeProof(
  accountId: AccountId,
  regions: ReadonlyMap<Region, ProvenHours>,
  context: ArchiveContext,
): Promise<void> {
  if (regions.size > 0) await writeAccount(accountId, context);
  for (const [region, hours] of regions) {
    const known = await context.proofs.readProvenHours(accountId, region, hours.hours);
    for (const write of planProof(accountId, region, known, hours)) await context.table.apply(write);
  }
}
