import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { account } from './inputs.ts';

/** A bucket of an emulated S3 to put log files into. */
export interface TestBucket {
  readonly client: S3Client;
  readonly url: string;
  put(key: string, bytes: Uint8Array | string): Promise<void>;
  /** Log files by their key. */
  putLogs(logs: ReadonlyMap<string, readonly unknown[]>): Promise<void>;
}

export async function makeBucket(endpoint: string, name: string): Promise<TestBucket> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  const put = async (Key: string, Body: Uint8Array | string) =>
    void (await client.send(new PutObjectCommand({ Bucket: name, Key, Body })));
  const putLogs = async (logs: ReadonlyMap<string, readonly unknown[]>) =>
    void (await pMap(logs, ([key, records]) => put(key, logBytes(records)), { concurrency: 16 }));
  return { client, url: `s3://${name}`, put, putLogs };
}

export const logBytes = (records: readonly unknown[]): Uint8Array => gzipSync(JSON.stringify({ Records: records }));

let files = 0;

/** A log file's key in AWS's layout; `at` is when it was delivered. */
export function keyOf(
  at: string,
  region = 'eu-west-1',
  { of = account, kind = 'CloudTrail', prefix = '' } = {},
): string {
  const stamp = at.replaceAll(/[-:]/g, '').replace(/\d\dZ$/, 'Z');
  const unique = `${++files}`.padStart(16, 'x');
  return `${prefix}AWSLogs/${of}/${kind}/${region}/${at.slice(0, 10).replaceAll('-', '/')}/${of}_${kind}_${region}_${stamp}_${unique}.json.gz`;
}
