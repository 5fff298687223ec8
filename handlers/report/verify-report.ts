import type { Proof } from '../../domain/digests/proof.ts';

/**
 * The answer of `verify`, as `--format json` prints it; handlers/cli/README.md documents the fields. Do not rename
 * them.
 */
export function verifyReport({ digests, logFiles, gaps, regions }: Proof) {
  return {
    digests,
    logFiles,
    gaps: gaps.map(({ accountId, region, from, to, why, object }) => ({
      accountId: accountId ?? null,
      region: region ?? null,
      from: from ?? null,
      to: to ?? null,
      why,
      object: object ?? null,
    })),
    regions: regions.map(({ accountId, region, from, to, hours }) => ({ accountId, region, from, to, hours })),
  };
}
