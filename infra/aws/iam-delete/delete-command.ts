import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import type { DeleteCall } from '../../../domain/lifecycle/deletion/delete-call.ts';

/** Sends a call, and answers with IAM's id of the request. Throws as the client does. */
export async function sendDelete(client: IAMClient, call: DeleteCall): Promise<string | undefined> {
  const { $metadata } = await sent(client, call);
  return $metadata.requestId;
}

function sent(client: IAMClient, call: DeleteCall) {
  const { userName: UserName } = call;
  switch (call.action) {
    case 'DeleteLoginProfile':
      return client.send(new DeleteLoginProfileCommand({ UserName }));
    case 'DeleteAccessKey':
      return client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: call.accessKeyId }));
    case 'DeleteServiceSpecificCredential':
      return client.send(
        new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: call.credentialId }),
      );
    case 'DeleteSSHPublicKey':
      return client.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId: call.keyId }));
    case 'DeleteSigningCertificate':
      return client.send(new DeleteSigningCertificateCommand({ UserName, CertificateId: call.certificateId }));
    case 'DeactivateMFADevice':
      return client.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber: call.serialNumber }));
    case 'DeleteVirtualMFADevice':
      return client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: call.serialNumber }));
    case 'RemoveUserFromGroup':
      return client.send(new RemoveUserFromGroupCommand({ UserName, GroupName: call.groupName }));
    case 'DeleteUserPolicy':
      return client.send(new DeleteUserPolicyCommand({ UserName, PolicyName: call.policyName }));
    case 'DetachUserPolicy':
      return client.send(new DetachUserPolicyCommand({ UserName, PolicyArn: call.policyArn }));
    case 'DeleteUser':
      return client.send(new DeleteUserCommand({ UserName }));
    default:
      return call satisfies never;
  }
}
