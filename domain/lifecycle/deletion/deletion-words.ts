/** What a deletion takes, leaves and can never give back, in words. */

import type { Lifecycle } from '../lifecycle.ts';
import type { UserAccess } from '../user-access.ts';
import type { DeleteCall } from './delete-call.ts';

/** What a call takes; undefined for what goes with something else. */
export function takenWords(call: DeleteCall): string | undefined {
  switch (call.action) {
    case 'DeleteLoginProfile':
      return 'a password';
    case 'DeleteAccessKey':
      return `access key ${call.accessKeyId}`;
    case 'DeleteServiceSpecificCredential':
      return `service-specific credential ${call.credentialId}`;
    case 'DeleteSSHPublicKey':
      return `SSH key ${call.keyId}`;
    case 'DeleteSigningCertificate':
      return `signing certificate ${call.certificateId}`;
    case 'DeactivateMFADevice':
      return `MFA device ${call.serialNumber}`;
    case 'RemoveUserFromGroup':
      return `its place in group ${call.groupName}`;
    case 'DeleteUserPolicy':
      return `inline policy ${call.policyName}`;
    case 'DetachUserPolicy':
      return `policy ${call.policyArn}`;
    case 'DeleteVirtualMFADevice':
    case 'DeleteUser':
      return undefined;
    default:
      return call satisfies never;
  }
}

/** Why a deletion ends in the hands of a person, in words. */
export const addedWords = (added: readonly string[]): string =>
  `others gave it ${added.join(', ')} after its deletion was begun, and nobody approved that this goes`;

/** That others gave the user another name, in words. */
export const renamedWords = (before: string, after: string): string => `others renamed it from ${before} to ${after}`;

/** Why a deletion is not undone, and what is gone with the user. What can be set again stands in the record. */
export function deletedWords({ since, deletion }: Pick<Lifecycle, 'since' | 'deletion'>): string {
  const secrets = (deletion?.calls ?? []).filter(isCredentialDelete).flatMap((call) => takenWords(call) ?? []);
  const gone = secrets.length === 0 ? '' : `, nor ${secrets.join(', ')}`;
  return `it was deleted at ${since}: nothing brings it back${gone}. The record of the act keeps what it was allowed`;
}

const isCredentialDelete = ({ action }: DeleteCall): boolean =>
  action !== 'RemoveUserFromGroup' && action !== 'DeleteUserPolicy' && action !== 'DetachUserPolicy';

/** What is left of a user, in words: `2 access keys, 1 attached policy`. */
export function leftWords(access: UserAccess): string {
  const counted = (things: readonly unknown[], thing: string, several = `${thing}s`) =>
    things.length === 0 ? [] : [`${things.length} ${things.length === 1 ? thing : several}`];
  const left = [
    ...(access.passwordCreatedAt === undefined ? [] : ['its password']),
    ...counted(access.accessKeys, 'access key'),
    ...counted(access.serviceCredentials, 'service-specific credential'),
    ...counted(access.sshKeys, 'SSH key'),
    ...counted(access.certificates, 'signing certificate'),
    ...counted(access.mfaDevices, 'MFA device'),
    ...counted(access.groups, 'membership'),
    ...counted(access.inlinePolicies, 'inline policy', 'inline policies'),
    ...counted(access.attachedPolicies, 'attached policy', 'attached policies'),
    ...(access.boundary === undefined ? [] : ['its boundary']),
  ];
  return left.length === 0 ? 'the user itself' : left.join(', ');
}

/** What no call brings back once a user is deleted, each in words. */
export function neverRestored(access: UserAccess): string[] {
  return [
    'the user and its unique id: whatever names them does not mean a new user of the name',
    ...(access.passwordCreatedAt === undefined ? [] : ['its password']),
    ...access.accessKeys.map(({ id }) => `the secret of access key ${id}`),
    ...access.serviceCredentials.map(({ id }) => `the secret of service-specific credential ${id}`),
    ...access.sshKeys.map(({ id }) => `the id of SSH key ${id}`),
    ...access.certificates.map(({ id }) => `the id of signing certificate ${id}`),
    ...access.mfaDevices.map((serial) => `the registration of MFA device ${serial}`),
  ];
}
