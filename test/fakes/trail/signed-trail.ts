/** A trail with signed digests, as CloudTrail delivers it: log files, ordinary and backfill digests, keys. */

import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** The key of the trails here, and one that was valid in the year before. */
const keys = { current: newKey('2026-01-01', '2027-12-31'), retired: newKey('2025-01-01', '2025-12-31') };

function newKey(from: string, to: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs1 = publicKey.export({ format: 'der', type: 'pkcs1' });
  const listed = {
    Value: pkcs1.toString('base64'),
    ValidityStartTime: `${from}T00:00:00Z`,
    ValidityEndTime: `${to}T00:00:00Z`,
    Fingerprint: createHash('md5').update(pkcs1).digest('hex'),
  };
  return { privateKey, listed };
}

/** The answers of ListPublicKeys for a time, as Unix times in seconds. */
export function publicKeysBetween(from: number, to: number) {
  const seconds = (time: string) => Date.parse(time) / 1000;
  const listed = Object.values(keys).map((key) => key.listed);
  return {
    PublicKeyList: listed.filter(
      ({ ValidityStartTime, ValidityEndTime }) => seconds(ValidityStartTime) <= to && seconds(ValidityEndTime) >= from,
    ),
  };
}

/** The answer of ListPublicKeys for the time of the trails here. */
export const publicKeyAnswer = { PublicKeyList: [keys.current.listed] };

/** One object of the bucket. */
export interface SignedObject {
  readonly bytes: Buffer;
  readonly metadata: { readonly [name: string]: string };
}

export interface TrailPlan {
  readonly accountId?: string;
  readonly region?: string;
  readonly trail?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  /** First hour, as a Unix time in hours after 2026-11-20T00:00:00Z. */
  readonly start?: number;
  readonly hours: number;
  /** Log files delivered in an hour; an hour that is not named is quiet. */
  readonly files?: { readonly [hour: number]: number };
  /** Hours that begin a chain anew. */
  readonly starting?: readonly number[];
  readonly isBackfill?: boolean;
  /** The records of a log file; without it, one record that tells nothing. */
  readonly records?: (hour: number, index: number) => readonly object[];
  /** Hours whose digests a key signs that was not valid then. */
  readonly retiredKey?: readonly number[];
  /** Instead of SHA-256. */
  readonly hashAlgorithm?: string;
}

const firstMs = Date.UTC(2026, 10, 20);
export const hourText = (hour: number) => new Date(firstMs + hour * 3_600_000).toISOString().replace('.000', '');
const compact = (time: string) => time.replaceAll(/[-:]/g, '');
export const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** The objects of one account, Region and trail, by their keys. */
export function signedTrail(plan: TrailPlan): Map<string, SignedObject> {
  const { region = 'eu-west-1', bucket = 'logs', isBackfill = false, hours, start = 0, starting = [] } = plan;
  const { hashAlgorithm = 'SHA-256' } = plan;
  const objects = new Map<string, SignedObject>();
  let previous: Previous | undefined;
  for (let hour = start; hour < start + hours; hour++) {
    if (starting.includes(hour)) previous = undefined;
    const logFiles = Array.from({ length: plan.files?.[hour] ?? 0 }, (_, index) => {
      const key = logKey(plan, hour, index);
      const bare = [{ eventVersion: '1.08', eventID: `${region}-${hour}-${index}` }];
      const text = JSON.stringify({ Records: plan.records?.(hour, index) ?? bare });
      objects.set(key, { bytes: gzipSync(text), metadata: {} });
      return { s3Bucket: bucket, s3Object: key, hashValue: sha256(text), hashAlgorithm };
    });
    const object = digestKey(plan, hour);
    const content = digestContent(plan, hour, object, logFiles, previous);
    const text = `${hourText(hour + 1)}\n${bucket}/${object}\n${sha256(content)}\n${previous?.signature ?? 'null'}`;
    const signature = sign('RSA-SHA256', Buffer.from(text), keyOf(plan, hour).privateKey).toString('hex');
    const stamp = { 'backfill-generation-timestamp': hourText(hour + 2) };
    const metadata = { signature, 'signature-algorithm': 'SHA256withRSA', ...(isBackfill && stamp) };
    objects.set(object, { bytes: gzipSync(content), metadata });
    previous = { bucket, object, hash: sha256(content), signature };
  }
  return objects;
}

interface Previous {
  readonly bucket: string;
  readonly object: string;
  readonly hash: string;
  readonly signature: string;
}

function folderOf(
  { accountId = '111122223333', region = 'eu-west-1', prefix = '' }: TrailPlan,
  kind: string,
  at: string,
) {
  return `${prefix}AWSLogs/${accountId}/${kind}/${region}/${at.slice(0, 10).replaceAll('-', '/')}`;
}

function logKey(plan: TrailPlan, hour: number, index: number): string {
  const { accountId = '111122223333', region = 'eu-west-1', isBackfill = false } = plan;
  const at = hourText(hour);
  const unique = `${isBackfill ? 'BACKFILL' : 'ORDINARY'}${String(index).padStart(8, '0')}`;
  return `${folderOf(plan, 'CloudTrail', at)}/${accountId}_CloudTrail_${region}_${compact(at).replace('00Z', 'Z')}_${unique}.json.gz`;
}

/** The key of the digest of one hour. */
export function digestKey(plan: Omit<TrailPlan, 'hours'>, hour: number): string {
  const { accountId = '111122223333', region = 'eu-west-1', trail = 'main_trail' } = plan;
  const end = hourText(hour + 1);
  const name = `${accountId}_CloudTrail-Digest_${region}_${trail}_eu-west-1_${compact(end)}`;
  return `${folderOf({ ...plan, hours: 0 }, 'CloudTrail-Digest', end)}/${name}${plan.isBackfill ? '_backfill' : ''}.json.gz`;
}

const keyOf = ({ retiredKey = [] }: TrailPlan, hour: number) =>
  retiredKey.includes(hour) ? keys.retired : keys.current;

function digestContent(
  plan: TrailPlan,
  hour: number,
  object: string,
  logFiles: readonly object[],
  previous: Previous | undefined,
): string {
  const { accountId = '111122223333', bucket = 'logs' } = plan;
  return JSON.stringify({
    awsAccountId: accountId,
    digestStartTime: hourText(hour),
    digestEndTime: hourText(hour + 1),
    digestS3Bucket: bucket,
    digestS3Object: object,
    digestPublicKeyFingerprint: keyOf(plan, hour).listed.Fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: null,
    oldestEventTime: null,
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.object ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles,
  });
}
