import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import pMap from 'p-map';
import type { FailedProof } from '../../domain/coverage/blind-regions.ts';
import type { Region } from '../../domain/ids.ts';
import { failureOf } from './failure.ts';

const regionsAtOnce = 8;

/**
 * Makes one real, read-only call to the STS endpoint of each Region. CloudTrail records it there. If the record does
 * not come back through the pipeline, the Region is blind. Returns the Regions where the call itself failed.
 */
export async function proveRegions(
  regions: readonly Region[],
  clientOf: (region: Region) => STSClient,
): Promise<FailedProof[]> {
  const proofs = await pMap(regions, (region) => prove(region, clientOf(region)), { concurrency: regionsAtOnce });
  return proofs.filter((failed) => failed !== undefined);
}

async function prove(region: Region, client: STSClient): Promise<FailedProof | undefined> {
  try {
    await client.send(new GetCallerIdentityCommand({}));
    return undefined;
  } catch (error) {
    return { region, why: failureOf(error).why };
  } finally {
    client.destroy();
  }
}
