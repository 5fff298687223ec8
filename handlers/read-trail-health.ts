import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { isRecorded, type TrailHealth, trailHealthOf } from '../domain/coverage/trail-health.ts';
import type { Region } from '../domain/ids.ts';
import { gatherTrails } from '../infra/aws/cloudtrail/cloudtrail-trails.ts';

/**
 * Whether CloudTrail records everything in the given Regions. The home Region lists every multi-Region trail. The other
 * Regions are queried only if those trails do not record everything: then a single-Region trail may.
 */
export async function readTrailHealth(
  home: Region,
  others: readonly Region[],
  clientOf: (region: Region) => CloudTrailClient,
): Promise<TrailHealth> {
  const clients = new Map<Region, CloudTrailClient>();
  const cached = (region: Region) => {
    const client = clients.get(region) ?? clientOf(region);
    clients.set(region, client);
    return client;
  };
  const regions = [...new Set([home, ...others])];
  try {
    const health = trailHealthOf(await gatherTrails([home], cached), regions);
    if (health.kind === 'known' && [...health.regions.values()].every(isRecorded)) return health;
    return regions.length === 1 ? health : trailHealthOf(await gatherTrails(regions, cached), regions);
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}
