/** Gets the users and their listed credentials from IAM. */

import {
  GetAccountAuthorizationDetailsCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsCommandOutput,
  ListUsersCommand,
  ServiceNotSupportedException,
  type ServiceSpecificCredentialMetadata,
} from '@aws-sdk/client-iam';
import { type Failure, unusable } from '../../../domain/answer.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { GatheredInventory, GatheredListing } from '../../../domain/inventory/gathered-inventory.ts';
import type { ServiceCredential } from '../../../domain/inventory/join-inventory.ts';
import { readAuthorizationDetails, readUserList } from '../../../domain/inventory/listed-user.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { type Pages, readPages } from '../iam-pages.ts';
import { gatherReport, type Sleep } from './iam-credential-report.ts';

/**
 * Reads IAM's whole inventory of the account. The number of calls grows only with the pages: 5,000 users take 10 pages
 * and about 7 further calls. The calls run one after another, because IAM's rates are low. A failed source is part of
 * the answer; nothing is thrown.
 */
export async function gatherInventory(
  client: IAMClient,
  accountId: AccountId,
  sleep: Sleep,
): Promise<GatheredInventory> {
  const report = await gatherReport(client, sleep);
  const details = await gatherDetails(client, accountId);
  const list = await gatherList(client, accountId);
  const serviceCredentials = await gatherServiceCredentials(client);
  return { report, details, list, serviceCredentials };
}

/** The largest page that IAM returns. */
const MaxItems = 1000;

/** All users with ids, tags and groups: one call for 1,000 users. */
async function gatherDetails(client: IAMClient, accountId: AccountId): Promise<GatheredListing> {
  const pages = await readPages((Marker) =>
    client.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems, Marker })),
  );
  return listingOf(pages, readAuthorizationDetails, accountId);
}

/** All users with the last use of their passwords: one call for 1,000 users. */
export async function gatherList(client: IAMClient, accountId: AccountId): Promise<GatheredListing> {
  const pages = await readPages((Marker) => client.send(new ListUsersCommand({ MaxItems, Marker })));
  return listingOf(pages, readUserList, accountId);
}

/** An unreadable entry may be any user. So it counts as a failure: no user can then be reported as not listed. */
function listingOf(
  { pages, failure }: Pages<unknown>,
  read: typeof readUserList,
  accountId: AccountId,
): GatheredListing {
  const listing = pages.length === 0 ? undefined : read(JSON.parse(JSON.stringify(pages)) as unknown[]);
  if (listing === undefined) return { users: [], failure: failure ?? unusable('the answer has no users in it') };
  const users = listing.users.filter((user) => user.accountId === accountId);
  const [unreadable] = listing.malformed;
  if (failure !== undefined || unreadable === undefined) return { users, failure };
  return { users, failure: unusable(unreadable) };
}

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
async function gatherServiceCredentials(client: IAMClient): Promise<GatheredInventory['serviceCredentials']> {
  const listed: ServiceCredential[] = [];
  let failure: Failure | undefined;
  for (const service of credentialServices) {
    const answer = await readPages((Marker) => listPage(client, service, Marker));
    for (const page of answer.pages) listed.push(...(page.ServiceSpecificCredentials ?? []).map(credentialOf));
    if (answer.failure !== undefined) failure ??= { ...answer.failure, why: `${service}, ${answer.failure.why}` };
  }
  return { listed, failure };
}

type CredentialPage = Pick<
  ListServiceSpecificCredentialsCommandOutput,
  'ServiceSpecificCredentials' | 'IsTruncated' | 'Marker'
>;

/** Lists one page. A service that IAM does not support here has no such credentials. */
async function listPage(client: IAMClient, ServiceName: string, Marker: string | undefined): Promise<CredentialPage> {
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
  const { ServiceName: service } = listed;
  return {
    userName: listed.UserName ?? '',
    credential: {
      kind: 'service-specific-credential',
      id,
      status: status === 'Inactive' || status === 'Expired' ? 'inactive' : 'active',
      createdAt: created === undefined ? undefined : instantOfEpochMs(created.getTime()),
      lastUse: { kind: 'unknown', why: 'not-tracked' },
      service,
    },
  };
}
