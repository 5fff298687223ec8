import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { isRecorded, type Trail, type TrailHealth, trailHealthOf } from '../domain/coverage/trail-health.ts';
import type { Region } from '../domain/ids.ts';
import { gatherTrails } from '../infra/aws/cloudtrail/cloudtrail-trails.ts';

/**
 * Whether CloudTrail records everything in the given Regions. The home Region lists every multi-Region trail. The other
 * Regions are queried only if those trails do not record everything: then a single-Region trail may. Where only some
 * trails are asked about, the others count as if they were not there.
 */
export async function readTrailHealth(
  home: Region,
  others: readonly Region[],
  clientOf: (region: Region) => CloudTrailClient,
  isAsked: (trail: Trail) => boolean = () => true,
): Promise<TrailHealth> {
  const clients = new Map<Region, CloudTrailClient>();
  const cached = (region: Region) => {
    const client = clients.get(region) ?? clientOf(region);
    clients.set(region, client);
    return client;
  };
  const gather = async (asked: readonly Region[]) => {
    const gathered = await gatherTrails(asked, cached);
    return { ...gathered, trails: gathered.trails.filter(isAsked) };
  };
  const regions = [...new Set([home, ...others])];
  try {
    const health = trailHealthOf(await gather([home]), regions);
    if (health.kind === 'known' && [...health.regions.values()].every(isRecorded)) return health;
    return regions.length === 1 ? health : trailHealthOf(await gather(regions), regions);
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}
