/** The calls that delete a user, in the one order in which no call leaves more access than before. */

import { isSameData } from '../../same-data.ts';
import { isObjectOf, isText, type Shape } from '../../shape.ts';
import { isDenyAll, type UserAccess } from '../user-access.ts';

/** What each call takes beside the name of the user. */
interface Parameters {
  readonly DeleteLoginProfile: object;
  readonly DeleteAccessKey: { readonly accessKeyId: string };
  readonly DeleteServiceSpecificCredential: { readonly credentialId: string };
  readonly DeleteSSHPublicKey: { readonly keyId: string };
  readonly DeleteSigningCertificate: { readonly certificateId: string };
  readonly DeactivateMFADevice: { readonly serialNumber: string };
  readonly DeleteVirtualMFADevice: { readonly serialNumber: string };
  readonly RemoveUserFromGroup: { readonly groupName: string };
  readonly DeleteUserPolicy: { readonly policyName: string };
  readonly DetachUserPolicy: { readonly policyArn: string };
  readonly DeleteUser: object;
}

type DeleteAction = keyof Parameters;

/** A call that takes something of a user away for good. The user of `DeleteVirtualMFADevice` is for the record. */
export type DeleteCall = {
  readonly [A in DeleteAction]: { readonly action: A; readonly userName: string } & Parameters[A];
}[DeleteAction];

/** The other parameter of each call. */
const parameterOf: Readonly<Record<DeleteAction, string | undefined>> = {
  DeleteLoginProfile: undefined,
  DeleteAccessKey: 'accessKeyId',
  DeleteServiceSpecificCredential: 'credentialId',
  DeleteSSHPublicKey: 'keyId',
  DeleteSigningCertificate: 'certificateId',
  DeactivateMFADevice: 'serialNumber',
  DeleteVirtualMFADevice: 'serialNumber',
  RemoveUserFromGroup: 'groupName',
  DeleteUserPolicy: 'policyName',
  DetachUserPolicy: 'policyArn',
  DeleteUser: undefined,
};

const isNamed = isObjectOf<{ readonly action: string; readonly userName: string }>({
  action: isText,
  userName: isText,
});
const actions = new Map<string, string | undefined>(Object.entries(parameterOf));

/** Whether it is such a call, as a plan or a record holds it. */
export const isDeleteCall: Shape<DeleteCall> = (value): value is DeleteCall => {
  if (!isNamed(value) || !actions.has(value.action)) return false;
  const parameter = actions.get(value.action);
  return parameter === undefined || isObjectOf<Record<string, string>>({ [parameter]: isText })(value);
};

/** Whether the serial number is of a virtual device. Keys with a cable have ARNs, too, with `:u2f/`. */
export const isVirtual = (serialNumber: string): boolean => serialNumber.includes(':mfa/');

/** The calls that are left, by what IAM lists now. */
export interface RemainingDeletes {
  /** All but the last ones. While there are any, the deny stays. */
  readonly first: readonly DeleteCall[];
  /** The deny, where it is attached, and the user: back to back, since nothing is denied between the two. */
  readonly last: readonly DeleteCall[];
}

/**
 * The order: credentials first, then what grants, then the deny, then the user. `freedDevices` are virtual devices that
 * were the user's and may be nobody's now. A permissions boundary goes with the user.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export function remainingDeletes(access: UserAccess, freedDevices: readonly string[] = []): RemainingDeletes {
  const { userName, mfaDevices, attachedPolicies } = access;
  const detach = (policyArn: string): DeleteCall => ({ action: 'DetachUserPolicy', userName, policyArn });
  const virtual = [...new Set([...mfaDevices, ...freedDevices])].filter(isVirtual).toSorted();
  return {
    first: [
      ...credentialDeletes(access),
      ...mfaDevices.map((serialNumber): DeleteCall => ({ action: 'DeactivateMFADevice', userName, serialNumber })),
      ...virtual.map((serialNumber): DeleteCall => ({ action: 'DeleteVirtualMFADevice', userName, serialNumber })),
      ...access.groups.map((groupName): DeleteCall => ({ action: 'RemoveUserFromGroup', userName, groupName })),
      ...access.inlinePolicies.map(({ name }): DeleteCall => {
        return { action: 'DeleteUserPolicy', userName, policyName: name };
      }),
      ...attachedPolicies.filter((arn) => !isDenyAll(arn)).map(detach),
    ],
    last: [...attachedPolicies.filter(isDenyAll).map(detach), { action: 'DeleteUser', userName }],
  };
}

/** All of them, in order. */
export function deleteCalls(access: UserAccess): DeleteCall[] {
  const { first, last } = remainingDeletes(access);
  return [...first, ...last];
}

function credentialDeletes(access: UserAccess): DeleteCall[] {
  const { userName } = access;
  return [
    ...(access.passwordCreatedAt === undefined ? [] : [{ action: 'DeleteLoginProfile', userName } as const]),
    ...access.accessKeys.map(({ id }) => ({ action: 'DeleteAccessKey', userName, accessKeyId: id }) as const),
    ...access.serviceCredentials.map(({ id }): DeleteCall => {
      return { action: 'DeleteServiceSpecificCredential', userName, credentialId: id };
    }),
    ...access.sshKeys.map(({ id }) => ({ action: 'DeleteSSHPublicKey', userName, keyId: id }) as const),
    ...access.certificates.map(({ id }): DeleteCall => {
      return { action: 'DeleteSigningCertificate', userName, certificateId: id };
    }),
  ];
}

/** Whether nothing of what a deletion was to take is gone: then its first call was never made. */
export function isUntouched(calls: readonly DeleteCall[], access: UserAccess): boolean {
  const left = deleteCalls(access);
  return calls.every((call) => left.some((each) => isSameData(each, call)));
}

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
