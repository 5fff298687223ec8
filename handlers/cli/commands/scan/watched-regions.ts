import type { Region } from '../../../../domain/ids.ts';

/** The enabled Regions, where AWS was asked, and the Regions of an archive that were left out: nobody looked there. */
export function watchedRegions(
  enabled: readonly Region[] | undefined,
  leftOut: readonly Region[],
): Region[] | undefined {
  const all = [...new Set([...(enabled ?? []), ...leftOut])];
  return enabled === undefined && leftOut.length === 0 ? undefined : all;
}
