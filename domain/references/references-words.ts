/** What a search for references found, in words. */

import type { Region } from '../ids.ts';
import type { FoundReferences, NotLookedAt, ReferenceKind } from './reference.ts';
import { kindsNotAsked, standingOf } from './standing.ts';

/** What the resources of a kind are called, in the plural. */
const kindWords: { readonly [kind in ReferenceKind]: string } = {
  'role-trust-policy': 'trust policies of roles',
  'role-policy': 'inline policies of roles',
  'group-policy': 'inline policies of groups',
  'managed-policy': 'customer managed policies',
  'kms-key-policy': 'policies of KMS keys',
  'kms-grant': 'grants of KMS keys',
  'bucket-policy': 'policies of S3 buckets',
  'queue-policy': 'policies of SQS queues',
  'topic-policy': 'policies of SNS topics',
  'secret-policy': 'policies of secrets',
  'function-policy': 'policies of Lambda functions',
  'repository-policy': 'policies of ECR repositories',
  'cluster-access-entry': 'access entries of EKS clusters',
};

/** One sentence: what stands in the way of deleting the user. */
export function standingWords(references: FoundReferences): string {
  const { user, places } = references;
  const named = `${count(places, 'place')} name${places === 1 ? 's' : ''} ${user.userName}`;
  const standing = standingOf(references);
  switch (standing) {
    case 'stop':
      return `${named}, a KMS key among them: do not delete the user before another principal administers the key`;
    case 'named':
      return `${named}: they stop working for a new user of this name once the user is deleted`;
    case 'not-known':
      return `nothing that was looked at names ${user.userName}, but not everything was looked at`;
    case 'clear':
      return `nothing that was looked at names ${user.userName}`;
    default:
      return standing satisfies never;
  }
}

/** What was not looked at, a line for each kind, Region and cause. None of it counts as clean. */
export function notLookedAtLines(references: FoundReferences): string[] {
  const { notLookedAt, regionsLeftOut, doubts } = references;
  const left = regionsLeftOut.length === 0 ? [] : [`Regions left out: ${regionsLeftOut.join(', ')}`];
  const unasked = kindsNotAsked(references).map((kind) => `${kindWords[kind]}: not asked`);
  return [...notLookedAt.map(lineOf), ...left, ...unasked, ...doubts];
}

function lineOf({ kind, region, why, resources }: NotLookedAt): string {
  const what = `${kindWords[kind]}${inRegion(region)}`;
  if (resources === null) return `${what}: none could be listed (${why})`;
  const more = resources.count === 1 ? '' : ` and ${count(resources.count - 1, 'other')}`;
  return `${what}: ${resources.first}${more} could not be read (${why})`;
}

const inRegion = (region: Region | null) => (region === null ? '' : ` in ${region}`);

const count = (number: number, thing: string) => `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;

/** `12 trust policies of roles, 3 policies of KMS keys`: how many were read, all Regions together. */
export function lookedAtWords({ lookedAt }: FoundReferences): string {
  const byKind = new Map<ReferenceKind, number>();
  for (const { kind, resources } of lookedAt) byKind.set(kind, (byKind.get(kind) ?? 0) + resources);
  return [...byKind].map(([kind, number]) => `${number.toLocaleString('en-US')} ${kindWords[kind]}`).join(', ');
}
