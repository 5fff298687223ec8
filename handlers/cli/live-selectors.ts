/** Asks CloudTrail what the trails of digests record today. */

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { loggedEventsOf, type Trail } from '../../domain/coverage/trail-health.ts';
import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { LiveSelectors } from '../../domain/digests/recorded-hours.ts';
import type { Region } from '../../domain/ids.ts';
import { gatherTrails } from '../../infra/aws/cloudtrail/cloudtrail-trails.ts';

/**
 * The selectors of the trails whose home Regions the digests name. A trail that could not be read, or that is of
 * another account, is not answered: then its own calls in the log files decide.
 */
export async function askForSelectors(
  digests: readonly FoundDigest[],
  clientOf = (region: Region) => new CloudTrailClient({ region }),
): Promise<LiveSelectors> {
  const homes = [...new Set(digests.map(({ digest }) => digest.home))];
  const clients = new Map(homes.map((region) => [region, clientOf(region)]));
  try {
    const { trails } = await gatherTrails(homes, (region) => clients.get(region) ?? clientOf(region));
    return (wanted) => {
      const found = trails.find((trail) => isSame(trail, wanted));
      if (found?.detail.kind !== 'read') return undefined;
      return found.detail.isLogging ? loggedEventsOf({ trail: found, detail: found.detail }) : nothingLogged;
    };
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}

const nothingLogged = { reads: undefined, writes: undefined, narrowedBy: [] };

/** A member of an organization sees the organization's trail under the ARN of another account. */
function isSame({ arn, name, homeRegion, isOrganization }: Trail, wanted: Parameters<LiveSelectors>[0]): boolean {
  const isHere = isOrganization || arn.split(':')[4] === wanted.accountId;
  return isHere && name === wanted.trail && homeRegion === wanted.home;
}
