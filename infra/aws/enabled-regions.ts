import { type AccountClient, paginateListRegions, type RegionOptStatus } from '@aws-sdk/client-account';
import { parseRegion, type Region } from '../../domain/ids.ts';
import { failureWords } from './failure.ts';

/** Regions in which there can be events: one that is being enabled has none yet, one that is disabled answers nobody. */
const enabled: RegionOptStatus[] = ['ENABLED', 'ENABLED_BY_DEFAULT'];

/** The account's enabled Regions, in order; `failure` says why they are not known. */
export type EnabledRegions = { readonly regions: readonly Region[] } | { readonly failure: string };

/**
 * Asks which Regions are enabled in the account of the credentials. Never throws.
 * Source: https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 */
export async function listEnabledRegions(client: AccountClient): Promise<EnabledRegions> {
  const regions: Region[] = [];
  try {
    const asked = { RegionOptStatusContains: enabled, MaxResults: 50 };
    for await (const page of paginateListRegions({ client, stopOnSameToken: true }, asked)) {
      for (const { RegionName } of page.Regions ?? []) {
        const region = parseRegion(RegionName);
        if (region !== undefined) regions.push(region);
      }
    }
  } catch (error) {
    return { failure: failureWords(error) };
  }
  return regions.length === 0 ? { failure: 'no Regions in the answer' } : { regions: regions.sort() };
}
