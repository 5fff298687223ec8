/** The Regions that are enabled in the account. */

import { type AccountClient, paginateListRegions, type RegionOptStatus } from '@aws-sdk/client-account';
import { type Answer, failed, unusable } from '../../domain/answer.ts';
import { parseRegion, type Region } from '../../domain/ids.ts';
import { tryAsk } from './answer.ts';

/** Regions that can have events. One that is being enabled has none yet; a disabled one answers no request. */
const enabled: RegionOptStatus[] = ['ENABLED', 'ENABLED_BY_DEFAULT'];

/**
 * The enabled Regions of the account of the credentials, in order. Never throws.
 * Source: https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 */
export async function listEnabledRegions(client: AccountClient): Promise<Answer<readonly Region[]>> {
  const answer = await tryAsk('account:ListRegions', () => readRegions(client));
  const isEmpty = answer.kind === 'answered' && answer.value.length === 0;
  return isEmpty ? failed(unusable('no Regions in the answer')) : answer;
}

async function readRegions(client: AccountClient): Promise<Region[]> {
  const regions: Region[] = [];
  const query = { RegionOptStatusContains: enabled, MaxResults: 50 };
  for await (const page of paginateListRegions({ client, stopOnSameToken: true }, query)) {
    for (const { RegionName } of page.Regions ?? []) {
      const region = parseRegion(RegionName);
      if (region !== undefined) regions.push(region);
    }
  }
  return regions.sort();
}
