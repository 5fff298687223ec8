import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AccountId } from '../../../domain/ids.ts';
import type { ReportBucket } from '../../ports/report-bucket.ts';

/** Where the page goes, and how it is encrypted. */
export interface ReportObject {
  readonly bucket: string;
  readonly key: string;
  /** The KMS key; undefined where S3's own keys encrypt the page. */
  readonly keyArn: string | undefined;
  /** The account that must own the bucket: whoever else took over its name gets no page. */
  readonly owner: AccountId;
}

/** The page as an object in S3. Browsers ask whether it is still the latest, and no one else may keep a copy. */
export function s3ReportBucket(client: S3Client, { bucket, key, keyArn, owner }: ReportObject): ReportBucket {
  const encryption =
    keyArn === undefined
      ? ({ ServerSideEncryption: 'AES256' } as const)
      : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled: true } as const);
  return {
    put: async (html) => {
      const object = { Bucket: bucket, Key: key, Body: html, ExpectedBucketOwner: owner, ...encryption };
      const headers = { ContentType: 'text/html; charset=utf-8', CacheControl: 'private, no-cache' };
      await client.send(new PutObjectCommand({ ...object, ...headers }));
    },
  };
}
