/** Who else names a user: what deleting the user would break. */

import type { Region, UserId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** What may name a user. Bucket policies and IAM are looked at for the whole account, the others Region by Region. */
export const referenceKinds = [
  'role-trust-policy',
  'role-policy',
  'group-policy',
  'managed-policy',
  'kms-key-policy',
  'kms-grant',
  'bucket-policy',
  'queue-policy',
  'topic-policy',
  'secret-policy',
  'function-policy',
  'repository-policy',
  'cluster-access-entry',
] as const;

export type ReferenceKind = (typeof referenceKinds)[number];

/** The user as others may name it. The unique id is what a principal turns into once its user is deleted. */
export interface NamedUser {
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
}

/** One place that names the user. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly region: Region | null;
  /** The ARN of the resource, or its name where the service gives no ARN. */
  readonly resource: string;
  /** The place in its document: `Statement[0].Principal.AWS`. */
  readonly where: string;
  readonly by: 'arn' | 'unique-id' | 'name';
}

/** A kind whose resources were listed, and how many were read. */
export interface LookedAt {
  readonly kind: ReferenceKind;
  readonly region: Region | null;
  readonly resources: number;
}

/** What could not be looked at. It may name the user. */
export interface NotLookedAt {
  readonly kind: ReferenceKind;
  readonly region: Region | null;
  /** The error code: `AccessDenied`. */
  readonly why: string;
  /** How many resources, and the first of them; null where their list itself did not come. */
  readonly resources: { readonly count: number; readonly first: string } | null;
}

/** One search for everybody who names a user. */
export interface FoundReferences {
  readonly user: NamedUser;
  /** When the search began. */
  readonly askedAt: Instant;
  readonly regions: readonly Region[];
  /** Enabled Regions of the account that the search left out. */
  readonly regionsLeftOut: readonly Region[];
  /** What of the account could not be known, in words: which Regions are enabled. */
  readonly doubts: readonly string[];
  readonly lookedAt: readonly LookedAt[];
  readonly notLookedAt: readonly NotLookedAt[];
  /** At most `mostReferences`. */
  readonly found: readonly Reference[];
  /** How many places there are in all. */
  readonly places: number;
}

/** So many places are kept, which is enough for a person, and fits into one item of the table. */
export const mostReferences = 200;
