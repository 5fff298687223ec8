/** Gathers new digests by groups of accounts, and counts them every six hours. */

import pMap from 'p-map';
import { joinKnown } from '../../domain/digests/chain-state.ts';
import { gatheringSince, groupOf, rememberedHours } from '../../domain/digests/gathering.ts';
import { trailKey } from '../../domain/digests/trail-proof.ts';
import { type Group, groupBy } from '../../domain/group-by.ts';
import { plusMinutes } from '../../domain/time.ts';
import type { ArchiveContext } from './archive-ports.ts';
import type { SoundDigest } from './check-arrived.ts';
import { chainsOf, countChains } from './count-digests.ts';

/** The digests of each bucket and group of accounts. */
export const byGroup = <T extends { readonly sound: SoundDigest }>(digests: readonly T[]) =>
  groupBy(digests, ({ sound: { digest } }) => `${groupOf(digest.accountId)} ${digest.bucket}`);

/**
 * Remembers what the sound digests of one group have shown, with one write, and counts what the group has gathered
 * before this window of six hours. Throws what the ports throw; then the digests come again.
 */
export async function gatherDigests(sound: Group<SoundDigest>, context: ArchiveContext): Promise<void> {
  const [{ digest }] = sound;
  const group = groupOf(digest.accountId);
  await context.proofs.gather(digest.bucket, group, context.now, chainsOf(sound));
  await countGathered(digest.bucket, group, context);
}

const trailsAtOnce = 4;

/**
 * Forgets what was gathered only after all of it counts. Two functions that count the same end in the same table. If
 * time is short, a later batch counts it.
 */
async function countGathered(bucket: string, group: number, context: ArchiveContext): Promise<void> {
  const { proofs, now, hasTime } = context;
  if (!hasTime()) return;
  const gathered = await proofs.readGathered(bucket, group, gatheringSince(group, now));
  if (gathered.length === 0) return;
  const trails = groupBy(
    gathered.flatMap(({ chains }) => chains),
    ({ name }) => trailKey(name),
  );
  await pMap(trails, (chains) => countChains(bucket, joinKnown(chains), context), { concurrency: trailsAtOnce });
  await proofs.forgetGathered(bucket, gathered);
  await proofs.forgetNewFiles(bucket, group, plusMinutes(now, -rememberedHours * 60).slice(0, 13));
}
