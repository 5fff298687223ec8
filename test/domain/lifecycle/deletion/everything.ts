import type { UserAccess } from '../../../../domain/lifecycle/user-access.ts';
import { daysAgo } from '../../builders.ts';
import { accessOf, person } from '../world.ts';

/** A quarantined user with everything that a user can carry. */
export function everything(number = 0): UserAccess {
  const { user } = person(number);
  const userName = user.userName;
  return {
    ...accessOf(user),
    tags: [...user.tags, { key: 'lastseen:quarantine', value: '2026-09-01' }],
    passwordCreatedAt: daysAgo(900),
    accessKeys: [0, 1].map((each) => ({ id: `AKIAPERSON00000${each}`, status: 'Active', lastUsed: daysAgo(200) })),
    serviceCredentials: [{ id: 'ACCA1', status: 'Active' }],
    sshKeys: [{ id: 'APKA1', status: 'Active' }],
    certificates: [{ id: 'CERT1', status: 'Inactive' }],
    mfaDevices: [
      'arn:aws:iam::123456789012:mfa/phone',
      `arn:aws:iam::123456789012:u2f/user/${userName}/key`,
      'GAHT12345678',
    ],
    boundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
    groups: ['readers'],
    inlinePolicies: [{ name: 'inline', document: '{}' }],
    attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  };
}
