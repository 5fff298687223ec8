import {
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsCommandOutput,
  ServiceNotSupportedException,
  type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import type { Failure } from '../../../domain/answer.ts';
import type { GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { ServiceCredential } from '../../../domain/inventory/join-inventory.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { readPages } from './iam-pages.ts';

/**
 * The services that have credentials of their own. `AllUsers` asks for one service at a time.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
const credentialServices = [
  'bedrock.amazonaws.com',
  'codecommit.amazonaws.com',
  'cassandra.amazonaws.com',
  'logs.amazonaws.com',
] as const;

/**
 * Every user's service-specific credentials; the first failure stands for all, each of them leaves every user in doubt.
 */
export async function gatherServiceCredentials(client: IAMClient): Promise<GatheredInventory['serviceCredentials']> {
  const listed: ServiceCredential[] = [];
  let failure: Failure | undefined;
  for (const service of credentialServices) {
    const answer = await readPages((Marker) => listPage(client, service, Marker));
    for (const page of answer.pages) listed.push(...(page.ServiceSpecificCredentials ?? []).map(credentialOf));
    if (answer.failure !== undefined) failure ??= { ...answer.failure, why: `${service}, ${answer.failure.why}` };
  }
  return { listed, failure };
}

type Answer = Pick<
  ListServiceSpecificCredentialsCommandOutput,
  'ServiceSpecificCredentials' | 'IsTruncated' | 'Marker'
>;

/** A service that IAM says has no such credentials here has none. */
async function listPage(client: IAMClient, ServiceName: string, Marker: string | undefined): Promise<Answer> {
  const command = new ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName, MaxItems: 1000, Marker });
  try {
    return await client.send(command);
  } catch (error) {
    if (error instanceof ServiceNotSupportedException) return {};
    throw error;
  }
}

/** IAM records no use of these. One past its end date can no longer be used; one of unknown status may be. */
function credentialOf(listed: ServiceSpecificCredentialMetadata): ServiceCredential {
  const { ServiceSpecificCredentialId: id = 'unknown', Status: status, CreateDate: created } = listed;
  return {
    userName: listed.UserName ?? '',
    credential: {
      kind: 'service-specific-credential',
      id,
      status: status === 'Inactive' || status === 'Expired' ? 'inactive' : 'active',
      createdAt: created === undefined ? undefined : instantOfEpochMs(created.getTime()),
      lastUse: { kind: 'unknown', why: 'not-tracked' },
    },
  };
}
