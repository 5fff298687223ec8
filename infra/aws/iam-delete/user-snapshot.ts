import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetSSHPublicKeyCommand,
  type IAMClient,
  ListSigningCertificatesCommand,
} from '@aws-sdk/client-iam';
import pMap from 'p-map';
import type { Copy, UserSnapshot } from '../../../domain/lifecycle/deletion/user-snapshot.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { allListed } from '../iam-pages.ts';

/** Copies what IAM gives of the user's policies, SSH keys and certificates. Throws where one part does not come. */
export async function snapshotOf(client: IAMClient, access: UserAccess): Promise<UserSnapshot> {
  const { userName: UserName, attachedPolicies, sshKeys } = access;
  const one = { concurrency: 1 };
  const certificates = await allListed(
    (Marker) => client.send(new ListSigningCertificatesCommand({ UserName, Marker })),
    (page) => page.Certificates,
  );
  return {
    policies: await pMap(attachedPolicies, (arn) => policyCopy(client, arn), one),
    sshKeys: await pMap(sshKeys, ({ id }) => sshKeyCopy(client, UserName, id), one),
    certificates: certificates.map(({ CertificateId: id, CertificateBody: body }) => copy(id, body)),
  };
}

async function policyCopy(client: IAMClient, PolicyArn: string): Promise<Copy> {
  const { Policy: policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = policy?.DefaultVersionId;
  const { PolicyVersion: version } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return copy(PolicyArn, version?.Document && decodeURIComponent(version.Document));
}

async function sshKeyCopy(client: IAMClient, UserName: string, SSHPublicKeyId: string): Promise<Copy> {
  const { SSHPublicKey: key } = await client.send(
    new GetSSHPublicKeyCommand({ UserName, SSHPublicKeyId, Encoding: 'SSH' }),
  );
  return copy(SSHPublicKeyId, key?.SSHPublicKeyBody);
}

/** What has no body cannot be kept, and so must not be deleted. */
function copy(id: string | undefined, body: string | undefined): Copy {
  if (id === undefined || body === undefined) throw new Error(`IAM gave no copy of ${id ?? 'a certificate'}`);
  return { id, body };
}
