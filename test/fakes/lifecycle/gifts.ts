import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { now } from '../../domain/builders.ts';
import type { IamModel } from './iam-model.ts';

const listed = { id: 'NEW', status: 'Active' };
const device = 'arn:aws:iam::123456789012:mfa/new';
const withDevice = (serial: string) => (user: UserAccess) => ({ ...user, mfaDevices: [...user.mfaDevices, serial] });

/** What somebody may give a user of the model, each under an id or a name that it did not have. */
export const gifts: Readonly<Record<string, (user: UserAccess) => UserAccess>> = {
  'a password': (user) => ({ ...user, passwordCreatedAt: now }),
  'an access key': (user) => ({ ...user, accessKeys: [...user.accessKeys, listed] }),
  'a service-specific credential': (user) => ({ ...user, serviceCredentials: [...user.serviceCredentials, listed] }),
  'an SSH key': (user) => ({ ...user, sshKeys: [...user.sshKeys, listed] }),
  'a signing certificate': (user) => ({ ...user, certificates: [...user.certificates, listed] }),
  'a virtual MFA device': withDevice(device),
  'a security key': withDevice('arn:aws:iam::123456789012:u2f/user/person-0/new'),
  'a hardware token': withDevice('GAHT-new'),
  'a membership': (user) => ({ ...user, groups: [...user.groups, 'new'] }),
  'an inline policy': (user) => ({
    ...user,
    inlinePolicies: [...user.inlinePolicies, { name: 'new', document: '{}' }],
  }),
  'a managed policy': (user) => ({
    ...user,
    attachedPolicies: [...user.attachedPolicies, 'arn:aws:iam::1:policy/new'],
  }),
};

/** Gives it, as IAM would: to a user that is there, and no second password. Answers whether it was given. */
export function give({ users, devices }: IamModel, userName: string, kind: string): boolean {
  const user = users.get(userName);
  const gift = gifts[kind];
  if (user === undefined || gift === undefined) return false;
  if (kind === 'a password' && user.passwordCreatedAt !== undefined) return false;
  if (kind === 'a virtual MFA device') devices.add(device);
  users.set(userName, gift(user));
  return true;
}

/** Whether the user has it still. */
export function hasGift({ users }: IamModel, userName: string, kind: string): boolean {
  const user = users.get(userName);
  if (user === undefined) return false;
  return kind === 'a password' ? user.passwordCreatedAt === now : /new|NEW/.test(JSON.stringify(user));
}

/** Virtual devices that nobody has. */
export const orphans = ({ users, devices }: IamModel): string[] =>
  [...devices].filter((serial) => ![...users.values()].some(({ mfaDevices }) => mfaDevices.includes(serial)));
