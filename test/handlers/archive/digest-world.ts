/** A bucket with signed digests that is ingested, and what a scan with proof says of the same bucket. */

import { Readable } from 'node:stream';
import type { ProvenHours } from '../../../domain/coverage/proven-hours.ts';
import { readPublicKeys } from '../../../domain/digests/public-key.ts';
import type { Region } from '../../../domain/ids.ts';
import { readObjects } from '../../../handlers/archive/read-objects.ts';
import { bucketTrail } from '../../../handlers/verify/bucket-trail.ts';
import { proveFound } from '../../../handlers/verify/prove-trail.ts';
import type { OpenedObject } from '../../../infra/ports/opened-object.ts';
import { verifySignature } from '../../../infra/trail/digests/verify-signature.ts';
import { account, now, record } from '../../domain/builders.ts';
import {
  hourText,
  publicKeyAnswer,
  type SignedObject,
  signedTrail,
  type TrailPlan,
} from '../../fakes/trail/signed-trail.ts';
import { bucket, named } from './archive-world.ts';

export const publicKeys = readPublicKeys(publicKeyAnswer) ?? new Map();

const byRole = { type: 'AssumedRole', arn: `arn:aws:sts::${account()}:assumed-role/app/x`, accountId: account() };
/** A call of a role that only reads, as the daily proof is. */
export const readingCall = (hour: number) =>
  record({ userIdentity: byRole, recipientAccountId: account(), eventTime: hourText(hour), eventID: `${hour}` });

export type Objects = ReadonlyMap<string, SignedObject>;

/** Objects of the account's trail in the bucket. */
export const trailOf = (plan: Omit<TrailPlan, 'accountId' | 'bucket'>): Map<string, SignedObject> =>
  signedTrail({ ...plan, accountId: account(), bucket, records: plan.records ?? ((hour) => [readingCall(hour)]) });

/** Two days: a Region with log files and files that came late, and a quiet one. */
export const soundTrail: Objects = new Map([
  ...trailOf({ hours: 30, files: { 1: 2, 3: 1, 26: 1 } }),
  ...trailOf({ hours: 3, start: 2, files: { 3: 1 }, isBackfill: true }),
  ...trailOf({ hours: 30, region: 'us-east-1' }),
]);

export const isDigestKey = (key: string): boolean => key.includes('_CloudTrail-Digest_');

/** Opens an object as S3 does. */
export const openIn =
  (objects: Objects) =>
  async (key: string): Promise<OpenedObject> => {
    const found = objects.get(key);
    if (found === undefined) return { kind: 'missing', why: 'NoSuchKey' };
    const { bytes, metadata } = found;
    return { kind: 'open', bytes: Readable.from([bytes]), sizeBytes: bytes.length, metadata, close: () => {} };
  };

/** What a scan with proof finds: the hours by Region, and the objects that are not as they were signed. */
export async function scanned(objects: Objects) {
  const open = openIn(objects);
  const keys = [...objects.keys()];
  const listed = keys.filter(isDigestKey).map((key) => ({ key, sizeBytes: 1, mark: '' }));
  const trail = bucketTrail(
    { bucket, prefix: '' },
    { list: async () => ({ folders: [], objects: listed, next: undefined }), open: ({ object }) => open(object) },
  );
  const reading = { open: ({ key }: { key: string }) => open(key), hasTime: () => true, now, hashes: true };
  const { logFiles, fold } = await readObjects(keys.map(named), reading);
  const ports = { verifySignature, publicKeys: async () => publicKeys };
  const checked = await proveFound(await trail.findDigests(), logFiles, [...fold.trailChanges.values()], ports);
  if (checked.kind !== 'checked') throw new Error(checked.why);
  const broken = checked.proof.gaps.filter(({ why }) => !['gap', 'starting-digest', 'digest-missing'].includes(why));
  return {
    hours: hoursOf(checked.regions.get(account()) ?? new Map()),
    broken: new Set(broken.map(({ object }) => object)),
  };
}

/** Hours in ascending order, by Region; Regions without any are left out. */
export const hoursOf = (regions: ReadonlyMap<Region, ProvenHours>): Map<Region, number[]> =>
  new Map(
    [...regions]
      .filter(([, { hours }]) => hours.size > 0)
      .map(([region, { hours }]): [Region, number[]] => [region, [...hours].sort((a, b) => a - b)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
