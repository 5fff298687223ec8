import { GetBucketPolicyCommand, paginateListBuckets, type S3Client } from '@aws-sdk/client-s3';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { allOf } from '../all-pages.ts';
import { sourceOf, unlessNone } from './source.ts';

/** The policies of the account's buckets in all Regions. The client must follow a bucket into its Region. */
export const bucketSource = (client: S3Client): ReferenceSource =>
  sourceOf({
    kind: 'bucket-policy',
    region: null,
    actions: ['s3:ListAllMyBuckets', 's3:GetBucketPolicy'],
    list: () =>
      allOf(paginateListBuckets({ client, pageSize: 1000 }, {}), ({ Buckets = [] }) => Buckets.map(({ Name }) => Name)),
    documentOf: async (Bucket) => {
      const answer = client.send(new GetBucketPolicyCommand({ Bucket }));
      return (await unlessNone(answer, 'NoSuchBucketPolicy'))?.Policy;
    },
  });
