/** Checks the digests beside the log files that a scan has read. */

import type { ArchiveSelection } from '../../../../domain/archive/archive-selection.ts';
import { type TrailLocation, trailUrl } from '../../../../domain/archive/trail-location.ts';
import type { PublicKeys } from '../../../../domain/digests/public-key.ts';
import { readPublicKeyFiles } from '../../../../infra/local/public-key-files.ts';
import type { PublicKeyStore } from '../../../../infra/ports/archive-proofs.ts';
import { verifySignature } from '../../../../infra/trail/digests/verify-signature.ts';
import type { ArchiveReading } from '../../../archive/archive-tally.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import type { CheckedTrail, TrailReading } from '../../../trail/trail-reading.ts';
import { withKeptKeys } from '../../../verify/kept-keys.ts';
import { proveArchive } from '../../../verify/prove-archive.ts';
import { NoPublicKeys, type ProvePorts, proveTrail } from '../../../verify/prove-trail.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { withPatience } from '../../progress/patience.ts';
import type { ScanOptions } from './scan-options.ts';

/**
 * The reading with what its digests say. Keys come from files, or from AWS where the scan asks AWS anyway; then AWS
 * also says what the trails record today. Where neither has any, those that an earlier scan left in the table serve.
 */
export async function checkDigestsOf(
  reading: TrailReading,
  options: ScanOptions,
  store: PublicKeyStore,
): Promise<TrailReading> {
  const { evidence, ...rest } = reading;
  if (evidence === undefined) return reading;
  const files = options.publicKeys && (await readPublicKeyFiles(options.publicKeys));
  const changes = [...reading.fold.trailChanges.values()];
  const ports = portsWith(store, await portsOf(options, files));
  const checked = await withPatience(options, 'checking digests', () => proveTrail(evidence, changes, ports));
  return { ...rest, checked };
}

/**
 * What the digests of a bucket say of the log files that this scan read. Keys come from files, from AWS, or from the
 * table.
 */
export async function checkArchive(
  { provable, fold }: ArchiveReading,
  location: TrailLocation,
  selection: ArchiveSelection,
  options: CommonOptions & Pick<ScanOptions, 'publicKeys'>,
  store: PublicKeyStore,
): Promise<CheckedTrail | undefined> {
  if (provable === undefined) return undefined;
  const files = options.publicKeys && (await readPublicKeyFiles(options.publicKeys));
  const ports = portsWith(store, await askingPorts(files));
  const { bucketTrails } = await import('../../bucket-trails.ts');
  const url = trailUrl(location.bucket, location.prefix);
  const { trails, close } = bucketTrails([url], selection);
  const trail = trails.get(url);
  if (trail === undefined) throw new Error(`${url} was not opened`);
  const changes = [...fold.trailChanges.values()];
  return withPatience(options, 'checking digests', () => proveArchive(trail, provable, changes, ports)).finally(close);
}

const todo = 'give --public-keys with the answer of aws cloudtrail list-public-keys';

type AskedPorts = Pick<ProvePorts, 'publicKeys' | 'liveSelectors'>;

const portsWith = (store: PublicKeyStore, { publicKeys, ...asked }: AskedPorts): ProvePorts => ({
  verifySignature,
  publicKeys: withKeptKeys(publicKeys, store),
  ...asked,
});

async function portsOf({ live, profile }: ScanOptions, files: PublicKeys | undefined): Promise<AskedPorts> {
  if (!live && profile === undefined) {
    return {
      publicKeys: async () => {
        if (files === undefined) throw new NoPublicKeys(todo);
        return files;
      },
    };
  }
  const { useProfile } = await import('../../../aws-profile.ts');
  if (profile !== undefined) await useProfile(profile.split(',')[0]?.trim() ?? profile);
  return askingPorts(files);
}

async function askingPorts(files: PublicKeys | undefined): Promise<AskedPorts> {
  const [{ askForPublicKeys }, { askForSelectors }] = await Promise.all([
    import('../../bucket-trails.ts'),
    import('../../live-selectors.ts'),
  ]);
  let selectors: ProvePorts['liveSelectors'];
  return {
    publicKeys: async (digests) => {
      selectors = await askForSelectors(digests);
      return files ?? (await askForPublicKeys(digests).catch(noKeys));
    },
    liveSelectors: (trail) => selectors?.(trail),
  };
}

function noKeys(error: unknown): never {
  throw error instanceof LiveFailure ? new NoPublicKeys(error.message) : error;
}
