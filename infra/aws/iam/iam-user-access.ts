/** Asks IAM about single users: what they are, may do and hold. Nothing is changed. */

import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  ListUserPoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import pMap from 'p-map';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import { parseUserId, type UserId } from '../../../domain/ids.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { ListedCredential, UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import { failureOf } from '../failure.ts';
import { allListed } from '../iam-pages.ts';

/** IAM's rates are low. */
const usersAtOnce = 3;

/** IAM's answers about these users, by unique id. Never throws: each failure is in the answer. */
export async function readUsers(
  client: IAMClient,
  users: readonly Pick<IamUser, 'userId' | 'userName'>[],
): Promise<ReadonlyMap<UserId, Answer<UserAccess>>> {
  const read = async ({ userId, userName }: Pick<IamUser, 'userId' | 'userName'>) =>
    userId === undefined ? [] : [[userId, await readUserAccess(client, userName)] as const];
  return new Map((await pMap(users, read, { concurrency: usersAtOnce })).flat());
}

/**
 * The user with this name, from about 12 calls. One that fails fails the whole: what is not known must not look the
 * same as what is not there.
 */
export async function readUserAccess(client: IAMClient, userName: string): Promise<Answer<UserAccess>> {
  try {
    const identity = await identityOf(client, userName);
    if (identity === undefined) return failed(unusable('GetUser gave no unique id'));
    return answered({
      ...identity,
      ...(await credentialsOf(client, userName)),
      ...(await policiesOf(client, userName)),
    });
  } catch (error) {
    return failed(failureOf(error));
  }
}

async function identityOf(client: IAMClient, UserName: string) {
  const { User: user } = await client.send(new GetUserCommand({ UserName }));
  const userId = parseUserId(user?.UserId);
  if (user === undefined || userId === undefined) return undefined;
  const { PermissionsBoundary: boundary, PasswordLastUsed: signedIn, Tags: tags = [] } = user;
  return {
    userId,
    userName: user.UserName ?? UserName,
    path: user.Path ?? '/',
    tags: tags.map(({ Key: key = '', Value: value = '' }) => ({ key, value })),
    ...(boundary?.PermissionsBoundaryArn !== undefined && { boundary: boundary.PermissionsBoundaryArn }),
    ...(signedIn !== undefined && { passwordLastUsed: at(signedIn) }),
  };
}

async function credentialsOf(client: IAMClient, UserName: string) {
  const keys = await allListed(
    (Marker) => client.send(new ListAccessKeysCommand({ UserName, Marker })),
    (page) => page.AccessKeyMetadata,
  );
  const ssh = await allListed(
    (Marker) => client.send(new ListSSHPublicKeysCommand({ UserName, Marker })),
    (page) => page.SSHPublicKeys,
  );
  const certificates = await allListed(
    (Marker) => client.send(new ListSigningCertificatesCommand({ UserName, Marker })),
    (page) => page.Certificates,
  );
  const devices = await allListed(
    (Marker) => client.send(new ListMFADevicesCommand({ UserName, Marker })),
    (page) => page.MFADevices,
  );
  const ofServices = await allListed(
    (Marker) => client.send(new ListServiceSpecificCredentialsCommand({ UserName, Marker })),
    (page) => page.ServiceSpecificCredentials,
  );
  const passwordCreatedAt = await passwordOf(client, UserName);
  return {
    ...(passwordCreatedAt !== undefined && { passwordCreatedAt }),
    accessKeys: byId(
      await pMap(keys, (key) => withLastUse(client, credential(key.AccessKeyId, key.Status)), { concurrency: 1 }),
    ),
    serviceCredentials: byId(ofServices.map((each) => credential(each.ServiceSpecificCredentialId, each.Status))),
    sshKeys: byId(ssh.map((key) => credential(key.SSHPublicKeyId, key.Status))),
    certificates: byId(certificates.map((each) => credential(each.CertificateId, each.Status))),
    mfaDevices: devices.map(({ SerialNumber: serial = '' }) => serial).sort(),
  };
}

async function policiesOf(client: IAMClient, UserName: string) {
  const attached = await allListed(
    (Marker) => client.send(new ListAttachedUserPoliciesCommand({ UserName, Marker })),
    (page) => page.AttachedPolicies,
  );
  const names = await allListed(
    (Marker) => client.send(new ListUserPoliciesCommand({ UserName, Marker })),
    (page) => page.PolicyNames,
  );
  const groups = await allListed(
    (Marker) => client.send(new ListGroupsForUserCommand({ UserName, Marker })),
    (page) => page.Groups,
  );
  const inline = async (PolicyName: string) => {
    const { PolicyDocument: document = '' } = await client.send(new GetUserPolicyCommand({ UserName, PolicyName }));
    return { name: PolicyName, document };
  };
  return {
    attachedPolicies: attached.map(({ PolicyArn: arn = '' }) => arn).sort(),
    inlinePolicies: await pMap(names.toSorted(), inline, { concurrency: 1 }),
    groups: groups.map(({ GroupName: name = '' }) => name).sort(),
  };
}

/** When the password was set; undefined where the user has none. */
async function passwordOf(client: IAMClient, UserName: string): Promise<Instant | undefined> {
  try {
    const { LoginProfile: profile } = await client.send(new GetLoginProfileCommand({ UserName }));
    return at(profile?.CreateDate);
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

async function withLastUse(client: IAMClient, key: ListedCredential): Promise<ListedCredential> {
  const { AccessKeyLastUsed: use } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id }));
  return use?.LastUsedDate === undefined ? key : { ...key, lastUsed: at(use.LastUsedDate) };
}

const credential = (id = '', status = ''): ListedCredential => ({ id, status });

const byId = (credentials: readonly ListedCredential[]) =>
  credentials.toSorted((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1));

const at = (date: Date | undefined): Instant | undefined =>
  date === undefined ? undefined : instantOfEpochMs(date.getTime());
