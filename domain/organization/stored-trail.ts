/** What the organization's trail records, as the head of a run keeps it for all of its accounts. */

import type { RegionTrail, TrailHealth } from '../coverage/trail-health.ts';
import { parseRegion, type Region } from '../ids.ts';
import { isFlag, isListOf, isObjectOf, isOptional, isText, parsedBy } from '../shape.ts';
import { parseTime } from '../time.ts';

/** One Region of the trail. */
export interface StoredRegionTrail extends RegionTrail {
  readonly region: Region;
}

type KnownHealth = Extract<TrailHealth, { readonly kind: 'known' }>;

export const isStoredTrail = isListOf(
  isObjectOf<StoredRegionTrail>({
    region: parsedBy(parseRegion),
    logging: isFlag,
    since: isOptional(parsedBy(parseTime)),
    reads: isFlag,
    writes: isFlag,
    excludedSources: isListOf(isText),
    deliveryErrors: isListOf(isText),
    isValidated: isOptional(isFlag),
    why: isText,
  }),
);

/** The form for the table. */
export const storedTrailOf = ({ regions }: KnownHealth): StoredRegionTrail[] =>
  [...regions].map(([region, trail]) => ({ region, ...trail }));

/** What the stored trail records in these Regions; undefined where it does not tell of one of them. */
export function trailHealthIn(
  stored: readonly StoredRegionTrail[] | undefined,
  regions: readonly Region[],
): KnownHealth | undefined {
  const known = new Map(stored?.map(({ region, ...trail }) => [region, trail]));
  const found = regions.flatMap((region) => {
    const trail = known.get(region);
    return trail === undefined ? [] : ([[region, trail]] as const);
  });
  return found.length === new Set(regions).size && found.length > 0
    ? { kind: 'known', regions: new Map(found) }
    : undefined;
}
