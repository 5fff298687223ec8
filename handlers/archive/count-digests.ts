/** Adds the time of sound digests to the proof of their accounts. */

import type { ProvenHours } from '../../domain/coverage/proven-hours.ts';
import { type ChainName, joinKnown, type KnownChain, reachOf, trailProofOf } from '../../domain/digests/chain-state.ts';
import type { Digest } from '../../domain/digests/digest.ts';
import { recordedHours } from '../../domain/digests/recorded-hours.ts';
import { trailKey } from '../../domain/digests/trail-proof.ts';
import { type Group, groupBy } from '../../domain/group-by.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { planProof } from '../../domain/table/plan-sightings.ts';
import { writeAccount } from '../ingest/write-watch.ts';
import type { ArchiveContext } from './archive-ports.ts';
import type { SoundDigest } from './check-arrived.ts';

/** The digests of each trail and account in a bucket, which count together. */
export const byTrail = <T extends { readonly sound: SoundDigest }>(digests: readonly T[]) =>
  groupBy(digests, ({ sound: { digest } }) => `${digest.bucket} ${trailKey(digest)}`);

/**
 * Counts the sound digests of one trail and account, and then forgets their log files. So whatever fails, the digests
 * that come again end in the same table.
 */
export async function countDigests(sound: Group<SoundDigest>, context: ArchiveContext): Promise<void> {
  await countChains(sound[0].digest.bucket, chainsOf(sound), context);
  await context.proofs.forgetReadFiles(sound.flatMap(({ files }) => files));
}

/** What sound digests have shown, each chain once. */
export const chainsOf = (sound: readonly SoundDigest[]): readonly KnownChain[] =>
  joinKnown(sound.map(({ digest, shown }) => ({ ...shown, name: nameOfChain(digest) })));

function nameOfChain({ accountId, trail, home, root, isOrganization, region, isBackfill }: Digest): ChainName {
  return { accountId, trail, home, root, isOrganization, region, isBackfill };
}

/**
 * Counts what digests of one trail and account have shown: first in their chains, then in the proof, as it follows from
 * the chains of all Regions.
 */
export async function countChains(
  bucket: string,
  shown: readonly KnownChain[],
  context: Pick<ArchiveContext, 'proofs' | 'table' | 'memory' | 'settings'>,
): Promise<void> {
  const { proofs } = context;
  for (const { name, ...more } of shown) await proofs.addToChain(bucket, name, more);
  const [first] = shown;
  if (first === undefined) return;
  const [chains, changes] = await Promise.all([
    proofs.readChains(bucket, first.name),
    proofs.readTrailChanges(bucket, first.name),
  ]);
  const [spans, days] = [shown.flatMap((chain) => chain.spans), shown.flatMap((chain) => [...chain.readingDays])];
  const proven = recordedHours([trailProofOf(first.name, chains, reachOf(spans, days, changes))], changes);
  for (const [accountId, regions] of proven) await writeProof(accountId, regions, context);
}

async function writeProof(
  accountId: AccountId,
  regions: ReadonlyMap<Region, ProvenHours>,
  context: Parameters<typeof countChains>[2],
): Promise<void> {
  if (regions.size > 0) await writeAccount(accountId, context);
  for (const [region, hours] of regions) {
    const known = await context.proofs.readProvenHours(accountId, region, hours.hours);
    for (const write of planProof(accountId, region, known, hours)) await context.table.apply(write);
  }
}
