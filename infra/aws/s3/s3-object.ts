import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { OpenedObject } from '../../ports/opened-object.ts';
import { isDeniedByS3 } from './s3-failure.ts';

/**
 * Opens one object. A failure that will not pass is part of the answer; one that may (throttling, the network) is
 * thrown.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export async function openObject(
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<OpenedObject> {
  try {
    const {
      Body,
      ContentLength,
      Metadata = {},
    } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error(`the answer for s3://${bucket}/${key} has no stream`);
    const close = () => void Body.destroy();
    return { kind: 'open', bytes: Body, sizeBytes: ContentLength ?? 0, metadata: Metadata, close };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    if (error.name === 'NoSuchKey' || error.name === 'NoSuchBucket') return { kind: 'missing', why: error.name };
    if (error.name === 'InvalidObjectState') return { kind: 'archived', why: error.name };
    if (isDeniedByS3(error) || error.name.startsWith('KMS.')) return { kind: 'denied', why: error.name };
    throw error;
  }
}
