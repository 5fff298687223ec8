import { ok, type Parsed, wrong } from '../parsed.ts';

/** A place in a bucket: the folder `prefix` (empty, or ends in `/`), or the one object with that key. */
export interface TrailLocation {
  readonly bucket: string;
  readonly prefix: string;
}

const url = /^s3:\/\/([^/]*)\/?(.*)$/is;
/** Endings of log files that AWS did not name, in a bucket or in a folder. */
export const nameOfLog = /\.(?:json|jsonl|ndjson|gz|log)$/i;
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Whether a path given by the user is in S3. */
export const isTrailUrl = (text: string): boolean => /^s3:/i.test(text);

/** Reads `s3://bucket/prefix`. A prefix without a log file's name is a folder. */
export function parseTrailLocation(text: string): Parsed<TrailLocation> {
  const [, bucket = '', path = ''] = url.exec(text) ?? [];
  if (!bucketName.test(bucket)) {
    return wrong({ field: 'trail', given: text, todo: 'give s3://BUCKET or s3://BUCKET/PREFIX' });
  }
  const isWhole = path === '' || path.endsWith('/') || nameOfLog.test(path);
  return ok({ bucket, prefix: isWhole ? path : `${path}/` });
}

/** Whether a prefix is a folder, not the key of one object. */
export const isFolder = (prefix: string): boolean => prefix === '' || prefix.endsWith('/');

/** The URL of a folder or an object, as it is shown to the user. */
export const trailUrl = (bucket: string, key: string): string => `s3://${bucket}/${key}`;
