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
 * The services that have service-specific credentials. A request with `AllUsers` is about one service.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
const credentialServices = [
  'bedrock.amazonaws.com',
  'codecommit.amazonaws.com',
  'cassandra.amazonaws.com',
  'logs.amazonaws.com',
] as const;

/**
 * Every user's service-specific credentials. Only the first failure is reported: any one makes every user uncertain.
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

/** Lists one page. A service that IAM does not support here has no such credentials. */
async function listPage(client: IAMClient, ServiceName: string, Marker: string | undefined): Promise<Answer> {
  const command = new ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName, MaxItems: 1000, Marker });
  try {
    return await client.send(command);
  } catch (error) {
    if (error instanceof ServiceNotSupportedException) return {};
    throw error;
  }
}

/** IAM does not record the use of these. An expired one cannot be used; one of unknown status counts as active. */
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
