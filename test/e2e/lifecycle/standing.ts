import {
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from '@aws-sdk/client-iam';

/**
 * All that IAM tells of the account and of a user's credentials: `tags` and `attached` are what a quarantine
 * changes.
 */
export async function standingOf(iam: IAMClient, UserName: string) {
  const { UserDetailList, GroupDetailList, Policies } = await iam.send(
    new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group', 'LocalManagedPolicy'] }),
  );
  const { AttachedPolicies: attached = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  const { AccessKeyMetadata: keys } = await iam.send(new ListAccessKeysCommand({ UserName }));
  const { MFADevices: devices } = await iam.send(new ListMFADevicesCommand({ UserName }));
  const { LoginProfile: password } = await iam.send(new GetLoginProfileCommand({ UserName }));
  const { SSHPublicKeys: sshKeys } = await iam.send(new ListSSHPublicKeysCommand({ UserName }));
  const { Certificates: certificates } = await iam.send(new ListSigningCertificatesCommand({ UserName }));
  const { User: user } = await iam.send(new GetUserCommand({ UserName }));
  const { Tags: tags = [], UserId: id, Path: path, PermissionsBoundary: boundary } = user ?? {};
  return {
    tags,
    attached: attached.map(({ PolicyArn: arn }) => arn),
    credentials: { keys, devices, password, sshKeys, certificates },
    identity: { id, path, boundary },
    account: { UserDetailList, GroupDetailList, Policies },
  };
}
