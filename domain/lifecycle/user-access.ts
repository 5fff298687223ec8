/** What one user may do and with which credentials, as IAM answers about that user alone. */

import type { AccountId, UserId } from '../ids.ts';
import type { Tag } from '../inventory/iam-user.ts';
import type { Instant } from '../time.ts';

/** A credential of the user that has a status. */
export interface ListedCredential {
  readonly id: string;
  readonly status: string;
  /** The last use that GetAccessKeyLastUsed reports; only access keys have one. */
  readonly lastUsed?: Instant | undefined;
}

/** The user at one moment, from about 12 calls. Lists are in the order of their ids or names. */
export interface UserAccess {
  readonly userId: UserId;
  readonly userName: string;
  /** With a slash at both ends, `/` alone where there is none. */
  readonly path: string;
  readonly tags: readonly Tag[];
  readonly boundary?: string | undefined;
  readonly passwordLastUsed?: Instant | undefined;
  /** When the password was set; undefined where there is none. */
  readonly passwordCreatedAt?: Instant | undefined;
  readonly accessKeys: readonly ListedCredential[];
  readonly serviceCredentials: readonly ListedCredential[];
  readonly sshKeys: readonly ListedCredential[];
  readonly certificates: readonly ListedCredential[];
  /** Serial numbers. */
  readonly mfaDevices: readonly string[];
  /** ARNs of managed policies. */
  readonly attachedPolicies: readonly string[];
  readonly inlinePolicies: readonly { readonly name: string; readonly document: string }[];
  readonly groups: readonly string[];
}

/** The tag that marks a quarantine as ours. Its value is the day. */
export const quarantineTag = 'lastseen:quarantine';

/** A user with this tag is left alone, whatever its value. */
export const protectTag = 'lastseen:protect';

export const hasTag = (tags: readonly Tag[], wanted: string): boolean => tags.some(({ key }) => key === wanted);

/** Whether it is AWS's own policy that denies everything; the partition does not matter. */
export const isDenyAll = (policyArn: string): boolean => /^arn:aws[a-z-]*:iam::aws:policy\/AWSDenyAll$/.test(policyArn);

/** Whether it is a policy that AWS attaches to a user whose key leaked, in any of its versions. */
export const isLeakPolicy = (policyArn: string): boolean =>
  /^arn:aws[a-z-]*:iam::aws:policy\/AWSCompromisedKeyQuarantine/.test(policyArn);

/** ARN of `AWSDenyAll` in the partition of the user. */
export const denyAllArn = (ofUser: string): string => `arn:${partitionOf(ofUser)}:iam::aws:policy/AWSDenyAll`;

const partitionOf = (arn: string): string => arn.split(':')[1] ?? 'aws';

/** ARN of a user in the partition of another ARN of the account. */
export const userArn = (near: string, accountId: AccountId, user: Pick<UserAccess, 'path' | 'userName'>): string =>
  `arn:${partitionOf(near)}:iam::${accountId}:user${user.path}${user.userName}`;

/** A hash of JSON that does not depend on the order of its keys. */
export type Digest = (value: object) => string;

/**
 * The fingerprint of what the quarantine rests on: who the user is, its credentials with their last use, policies and
 * groups. The quarantine itself and the tags are not in it, so that it is the same before and after.
 */
export function fingerprintOf(access: UserAccess, digest: Digest): string {
  const { tags: _, ...held } = access;
  return digest({ ...held, attachedPolicies: held.attachedPolicies.filter((arn) => !isDenyAll(arn)) });
}
