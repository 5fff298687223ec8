import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  type IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { temporaryFolder } from '../../temporary-folder.ts';

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

/** A certificate that signs itself. */
function certificate(): string {
  const dir = temporaryFolder();
  const [key, out] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=test', '-keyout', key, '-out', out];
  execFileSync('openssl', made, { stdio: 'ignore' });
  return readFileSync(out, 'utf8');
}

/** What a user may carry, and how it gets it. The emulator has no service-specific credentials. */
export const attachments: Readonly<Record<string, (iam: IAMClient, UserName: string) => Promise<unknown>>> = {
  'a managed policy': (iam, UserName) =>
    iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
  'a policy of its own account': async (iam, UserName) => {
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: document }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policy?.Arn }));
  },
  'an inline policy': (iam, UserName) =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'inline', PolicyDocument: document })),
  'a group': async (iam, UserName) => {
    await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'team' }));
  },
  'a password': (iam, UserName) => iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-1-Horse' })),
  'two keys, one of them inactive': async (iam, UserName) => {
    await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId, Status: 'Inactive' }));
  },
  'a virtual MFA device': async (iam, UserName) => {
    const device = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    const SerialNumber = device.VirtualMFADevice?.SerialNumber;
    const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '234567' };
    await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
  },
  'an SSH key': (iam, UserName) =>
    iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: `ssh-rsa ${'A'.repeat(372)} test` })),
  'a signing certificate': (iam, UserName) =>
    iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: certificate() })),
};
