/** Lists the folders and objects of a bucket. */

import { createHash } from 'node:crypto';
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ListedObject, ListedPage, ListingRequest } from '../../ports/object-listing.ts';

/** Lists up to 1,000 names of a folder. */
export async function listFolder(
  client: S3Client,
  bucket: string,
  { prefix, deep, token }: ListingRequest,
): Promise<ListedPage> {
  const input = { Bucket: bucket, Prefix: prefix, EncodingType: 'url' as const, ...(!deep && { Delimiter: '/' }) };
  const page = await client.send(new ListObjectsV2Command({ ...input, ContinuationToken: token }));
  const folders = (page.CommonPrefixes ?? []).flatMap(({ Prefix }) =>
    Prefix === undefined ? [] : [decoded(Prefix, page)],
  );
  const objects = (page.Contents ?? []).flatMap((listed) => objectOf(listed, page));
  return { folders, objects, next: page.IsTruncated === true ? page.NextContinuationToken : undefined };
}

/** Reads one object. A name that ends in `/` is skipped: consoles make folders as such empty objects. */
function objectOf(
  { Key, Size, ETag }: NonNullable<ListObjectsV2CommandOutput['Contents']>[number],
  page: ListObjectsV2CommandOutput,
): ListedObject[] {
  const key = decoded(Key ?? '', page);
  if (key === '' || key.endsWith('/')) return [];
  const mark = createHash('sha256')
    .update(`${key}\n${ETag ?? ''}`)
    .digest()
    .subarray(0, 8)
    .toString('latin1');
  return [{ key, sizeBytes: Size ?? 0, mark }];
}

/** Decodes a name. The request asks S3 for encoded names, because XML cannot hold every character. */
function decoded(name: string, { EncodingType }: ListObjectsV2CommandOutput): string {
  return EncodingType === 'url' ? decodeURIComponent(name.replaceAll('+', ' ')) : name;
}
