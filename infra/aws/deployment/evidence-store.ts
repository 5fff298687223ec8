/** Reads the key and the bucket of the records of acts, for the doctor. */

import { DescribeKeyCommand, GetKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { EvidenceFacts, KeyFacts } from '../../../domain/doctor/evidence-checks.ts';
import { tryAsk } from '../answer.ts';

type Key = NonNullable<EvidenceFacts['key']>;
type Bucket = NonNullable<EvidenceFacts['bucket']>;

/** The key with this id or ARN, and its policy. */
export async function readEvidenceKey(client: KMSClient, KeyId: string): Promise<Key> {
  const facts = await tryAsk('kms:DescribeKey', async (): Promise<KeyFacts> => {
    const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId }));
    return { arn: key?.Arn ?? KeyId, state: key?.KeyState, usage: key?.KeyUsage, spec: key?.KeySpec };
  });
  const policy = await tryAsk('kms:GetKeyPolicy', async () => {
    const { Policy = '' } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    return Policy;
  });
  return { facts, policy };
}

/** The bucket of this name, its lock and whether it is closed to the public. */
export async function readEvidenceBucket(client: S3Client, Bucket: string): Promise<Bucket> {
  const facts = await tryAsk('s3:ListBucket', async () => {
    const isThere = await unless(['NotFound', 'NoSuchBucket'], false, async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
      return true;
    });
    return { name: Bucket, isThere };
  });
  const lock = await tryAsk('s3:GetBucketObjectLockConfiguration', () =>
    unless(['ObjectLockConfigurationNotFoundError'], undefined, async () => {
      const { ObjectLockConfiguration: lock } = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
      return lock?.ObjectLockEnabled === 'Enabled' ? lock.Rule?.DefaultRetention?.Mode : undefined;
    }),
  );
  const isPrivate = await tryAsk('s3:GetBucketPublicAccessBlock', () =>
    unless(['NoSuchPublicAccessBlockConfiguration'], false, async () => {
      const { PublicAccessBlockConfiguration: block } = await client.send(new GetPublicAccessBlockCommand({ Bucket }));
      const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = block ?? {};
      return [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every((set) => set === true);
    }),
  );
  return { facts, lock, isPrivate };
}

/** What a question answers, or this where S3 says by one of these errors that there is nothing. */
async function unless<T, N>(errors: readonly string[], nothing: N, question: () => Promise<T>): Promise<T | N> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof S3ServiceException && errors.includes(error.name)) return nothing;
    throw error;
  }
}
