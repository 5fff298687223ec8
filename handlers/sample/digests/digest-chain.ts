import { createHash } from 'node:crypto';
import { instantOfEpochMs } from '../../../domain/time.ts';
import type { DeliveredFile } from '../log-files.ts';
import { digestKey, type NamedTrail } from '../log-path.ts';
import type { SigningKey } from './signing-key.ts';

/** A trail that signs its digests. */
export interface SignedTrail extends NamedTrail {
  readonly bucket: string;
  readonly signingKey: SigningKey;
}

/** A digest as its text. In a bucket the object holds the signature, in hex, as metadata. */
export interface SignedDigest {
  readonly key: string;
  readonly text: string;
  readonly signature: string;
}

/** The digests of one trail and Region, each of which names the one before. */
export interface DigestChain {
  /** The digest of the hour that begins at this moment, with the log files delivered in it. */
  sign(fromMs: number, files: readonly DeliveredFile[]): SignedDigest;
}

const hourMs = 3_600_000;

/**
 * A chain that begins with its first digest. Backfill digests name files that the ordinary digest of the hour left out.
 * Source: CloudTrail user guide, "CloudTrail digest file structure".
 */
export function openDigestChain(trail: SignedTrail, region: string, kind: 'ordinary' | 'backfill'): DigestChain {
  let previous: SignedDigest | undefined;
  return {
    sign(fromMs, files) {
      const toMs = fromMs + hourMs;
      const key = digestKey(trail, region, toMs, kind === 'backfill' ? '_backfill' : '');
      const text = JSON.stringify({ ...contentOf(trail, key, fromMs, files), ...previousOf(trail, previous) });
      const signed = [timeOf(toMs), `${trail.bucket}/${key}`, hashOf(text), previous?.signature ?? 'null'];
      previous = { key, text, signature: trail.signingKey.sign(signed.join('\n')) };
      return previous;
    },
  };
}

function contentOf(
  { account, bucket, signingKey }: SignedTrail,
  key: string,
  fromMs: number,
  files: readonly DeliveredFile[],
) {
  return {
    awsAccountId: account,
    digestStartTime: timeOf(fromMs),
    digestEndTime: timeOf(fromMs + hourMs),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signingKey.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    logFiles: files.map((file) => ({
      s3Bucket: bucket,
      s3Object: file.key,
      hashValue: file.hash,
      hashAlgorithm: 'SHA-256',
    })),
  };
}

function previousOf({ bucket }: SignedTrail, previous: SignedDigest | undefined) {
  return {
    previousDigestS3Bucket: previous === undefined ? null : bucket,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous === undefined ? null : hashOf(previous.text),
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
  };
}

const timeOf = (ms: number) => instantOfEpochMs(ms);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
