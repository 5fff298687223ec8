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
const isVirtual = (serialNumber: string): boolean => serialNumber.includes(':mfa/');

type DeviceDelete = Extract<DeleteCall, { readonly action: 'DeleteVirtualMFADevice' }>;

export const isDeviceDelete = (call: DeleteCall): call is DeviceDelete => call.action === 'DeleteVirtualMFADevice';

/** The calls that are left. */
export interface RemainingDeletes {
  /** All but the last ones. While there are any, the deny stays. */
  readonly first: readonly DeleteCall[];
  /** The deny, where it is attached, and the user: back to back, since nothing is denied between the two. */
  readonly last: readonly DeleteCall[];
}

/**
 * By what IAM lists now, and by the calls that were begun and not answered: a list that came back empty proves nothing.
 * The order: credentials first, then what grants, then the deny, then the user. A permissions boundary goes with the
 * user. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export function remainingDeletes(access: UserAccess, open: readonly DeleteCall[] = []): RemainingDeletes {
  const { userName } = access;
  const listed = deleteCalls(access);
  const all = [...listed, ...open.map((call): DeleteCall => ({ ...call, userName }))];
  const first = all.filter((call) => !isLast(call));
  return {
    first: first
      .filter((call, index) => first.findIndex((each) => isSameData(each, call)) === index)
      .toSorted((a, b) => order.indexOf(a.action) - order.indexOf(b.action)),
    last: listed.filter(isLast),
  };
}

const order: readonly string[] = Object.keys(parameterOf);

/** Whether it is one of the last two. */
export const isLast = (call: DeleteCall): boolean =>
  call.action === 'DeleteUser' || (call.action === 'DetachUserPolicy' && isDenyAll(call.policyArn));

/** All that IAM lists, in order. */
export function deleteCalls(access: UserAccess): DeleteCall[] {
  const { userName, mfaDevices, attachedPolicies } = access;
  const detach = (policyArn: string): DeleteCall => ({ action: 'DetachUserPolicy', userName, policyArn });
  return [
    ...credentialDeletes(access),
    ...mfaDevices.map((serialNumber): DeleteCall => ({ action: 'DeactivateMFADevice', userName, serialNumber })),
    ...deviceDeletes(mfaDevices.filter(isVirtual), userName),
    ...access.groups.map((groupName): DeleteCall => ({ action: 'RemoveUserFromGroup', userName, groupName })),
    ...access.inlinePolicies.map(({ name }): DeleteCall => {
      return { action: 'DeleteUserPolicy', userName, policyName: name };
    }),
    ...attachedPolicies.filter((arn) => !isDenyAll(arn)).map(detach),
    ...attachedPolicies.filter(isDenyAll).map(detach),
    { action: 'DeleteUser', userName },
  ];
}

/** The calls that delete virtual devices, once nobody has them. */
export const deviceDeletes = (serialNumbers: readonly string[], userName: string): DeleteCall[] =>
  serialNumbers.map((serialNumber) => ({ action: 'DeleteVirtualMFADevice', userName, serialNumber }));

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
