/** Checks the digests beside the log files that a scan has read. */

import type { PublicKeys } from '../../domain/digests/public-key.ts';
import { readPublicKeyFiles } from '../../infra/local/public-key-files.ts';
import { verifySignature } from '../../infra/trail/digests/verify-signature.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import { NoPublicKeys, proveTrail } from '../verify/prove-trail.ts';
import type { VerifyPorts } from '../verify/verify.ts';
import type { ScanOptions } from './commands/scan-options.ts';
import { withPatience } from './progress/patience.ts';

/** The reading with what its digests say. Keys come from files, or from AWS where the scan asks AWS anyway. */
export async function checkDigestsOf(reading: TrailReading, options: ScanOptions): Promise<TrailReading> {
  const { evidence, ...rest } = reading;
  if (evidence === undefined) return reading;
  const files = options.publicKeys && (await readPublicKeyFiles(options.publicKeys));
  const publicKeys = files === undefined ? keysFromAws(options) : async () => files;
  const changes = [...reading.fold.trailChanges.values()];
  const checked = await withPatience(options, 'checking digests', () =>
    proveTrail(evidence, changes, { verifySignature, publicKeys }),
  );
  return { ...rest, checked };
}

const todo = 'give --public-keys with the answer of aws cloudtrail list-public-keys';

function keysFromAws({ live, profile }: ScanOptions): VerifyPorts['publicKeys'] {
  if (!live && profile === undefined) {
    return async () => {
      throw new NoPublicKeys(todo);
    };
  }
  return async (digests): Promise<PublicKeys> => {
    const [{ askForPublicKeys }, { useProfile }] = await Promise.all([
      import('./bucket-trails.ts'),
      import('../aws-profile.ts'),
    ]);
    if (profile !== undefined) await useProfile(profile.split(',')[0]?.trim() ?? profile);
    return askForPublicKeys(digests).catch((error: unknown) => {
      throw error instanceof LiveFailure ? new NoPublicKeys(error.message) : error;
    });
  };
}
