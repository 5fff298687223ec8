/** Reads a digest of CloudTrail's log file validation. */

import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import { isJsonObject, type JsonObject, textAt } from '../json.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, parseEventTime } from '../time.ts';

/** An object of a bucket as a digest names it. */
export interface NamedObject {
  readonly bucket: string;
  readonly object: string;
}

/** A log file that was delivered, with the SHA-256 of its inflated bytes in hex. */
export interface DigestedFile extends NamedObject {
  readonly hash: string;
}

/** The digest before this one in its chain. Its signature and the hash of its inflated bytes are in hex. */
export interface PreviousDigest extends NamedObject {
  readonly signature: string;
  readonly hash: string | undefined;
}

/**
 * What one digest says. It lists every log file that was delivered from `from` (inclusive) to `to` (exclusive) in one
 * account and Region.
 * Source: CloudTrail user guide, "CloudTrail digest file structure".
 */
export interface Digest extends NamedObject {
  readonly accountId: AccountId;
  /** The Region whose calls it covers; the trail's home Region holds the public key. */
  readonly region: Region;
  readonly home: Region;
  /** The same for all digests of one trail, account and Region; the chain of backfill digests is one of its own. */
  readonly chain: string;
  readonly isBackfill: boolean;
  /** The name of the trail, and the folders before its account's. */
  readonly trail: string;
  readonly root: string;
  readonly isOrganization: boolean;
  readonly from: Instant;
  readonly to: Instant;
  /** The end as it was written: part of the signed text. */
  readonly endText: string;
  readonly fingerprint: string;
  /** Undefined in a starting digest. */
  readonly previous: PreviousDigest | undefined;
  readonly logFiles: readonly DigestedFile[];
}

/** Whether a JSON value means to be a digest, readable or not. */
export function isDigestLike(value: unknown): boolean {
  return isJsonObject(value) && value['digestStartTime'] !== undefined && value['digestEndTime'] !== undefined;
}

/** Reads the contents of a digest. Everything but the chain's end (`previous`) must be there. */
export function readDigest(value: unknown): Parsed<Digest> {
  if (!isJsonObject(value)) return missing('digest');
  const named = objectNamed(value, 'digestS3Bucket', 'digestS3Object');
  const place = named && placeOf(named.object);
  if (named === undefined || place === undefined) return missing('digestS3Object');
  const accountId = parseAccountId(value['awsAccountId']);
  if (accountId === undefined || accountId !== place.accountId) return missing('awsAccountId');
  const from = parseEventTime(value['digestStartTime']);
  const to = parseEventTime(value['digestEndTime']);
  if (from === undefined || to === undefined || from >= to) return missing('digestEndTime');
  const fingerprint = textAt(value, 'digestPublicKeyFingerprint');
  if (fingerprint === undefined) return missing('digestPublicKeyFingerprint');
  const previous = previousOf(value);
  if (previous === 'unreadable') return missing('previousDigestSignature');
  const logFiles = logFilesOf(value['logFiles']);
  if (logFiles === undefined) return missing('logFiles');
  const endText = String(value['digestEndTime']);
  return ok({ ...named, ...place, from, to, endText, fingerprint, previous, logFiles });
}

/** The text that CloudTrail signs, in UTF-8; `contentHash` is that of the inflated digest. */
export function signedText({ endText, bucket, object, previous }: Digest, contentHash: string): string {
  return `${endText}\n${bucket}/${object}\n${contentHash}\n${previous?.signature ?? 'null'}`;
}

const missing = (field: string) => wrong({ field, given: undefined, todo: 'is missing or has another form' });

/** The trail's name may hold `_`; Regions and times hold none, and account and Region stand in folders before it. */
const key =
  /^(?<root>.*?)(?<account>\d{12})\/CloudTrail-Digest\/(?<region>[^/]+)\/\d{4}\/\d\d\/\d\d\/\k<account>_CloudTrail-Digest_\k<region>_(?<trail>.+)_(?<home>[^_/]+)_\d{8}T\d{6}Z(?<backfill>_backfill)?\.json\.gz$/;

function placeOf(object: string) {
  const found = key.exec(object)?.groups;
  const accountId = parseAccountId(found?.['account']);
  const region = parseRegion(found?.['region']);
  const home = parseRegion(found?.['home']);
  if (found === undefined || accountId === undefined || region === undefined || home === undefined) return undefined;
  const isBackfill = found['backfill'] !== undefined;
  const { root = '', trail = '' } = found;
  const chain = JSON.stringify([root, accountId, region, trail, home, isBackfill]);
  const isOrganization = isOrganizationRoot(root);
  return { accountId, region, home, chain, isBackfill, trail, root, isOrganization };
}

/** Whether the folders before those of the accounts end with an organization's. */
export const isOrganizationRoot = (root: string): boolean => /(?:^|\/)o-[a-z0-9]+\/$/.test(root);

function objectNamed(value: JsonObject, bucketField: string, objectField: string): NamedObject | undefined {
  const bucket = textAt(value, bucketField);
  const object = textAt(value, objectField);
  return bucket === undefined || object === undefined ? undefined : { bucket, object };
}

function previousOf(value: JsonObject): PreviousDigest | undefined | 'unreadable' {
  const fields = ['previousDigestS3Bucket', 'previousDigestS3Object', 'previousDigestSignature'];
  if (fields.every((field) => value[field] === null)) return undefined;
  const named = objectNamed(value, 'previousDigestS3Bucket', 'previousDigestS3Object');
  const signature = textAt(value, 'previousDigestSignature');
  if (named === undefined || signature === undefined) return 'unreadable';
  return { ...named, signature, hash: textAt(value, 'previousDigestHashValue') };
}

function logFilesOf(value: unknown): DigestedFile[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const files = value.map(logFileOf);
  const sound = files.filter((file) => file !== undefined);
  return sound.length === files.length ? sound : undefined;
}

function logFileOf(value: unknown): DigestedFile | undefined {
  if (!isJsonObject(value) || value['hashAlgorithm'] !== 'SHA-256') return undefined;
  const named = objectNamed(value, 's3Bucket', 's3Object');
  const hash = textAt(value, 'hashValue');
  return named === undefined || hash === undefined ? undefined : { ...named, hash: hash.toLowerCase() };
}
