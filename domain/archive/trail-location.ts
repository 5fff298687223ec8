import { ok, type Parsed, wrong } from '../parsed.ts';

/** The part of a bucket to read: all below `prefix`, which is empty or ends in `/`, or the one object with that key. */
export interface TrailLocation {
  readonly bucket: string;
  readonly prefix: string;
}

const url = /^s3:\/\/([^/]*)\/?(.*)$/is;
/** Endings that a log file may have where AWS did not name it, in a bucket or in a folder. */
export const nameOfLog = /\.(?:json|jsonl|ndjson|gz|log)$/i;
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Whether a path given by the user means S3 at all. */
export const isTrailUrl = (text: string): boolean => /^s3:/i.test(text);

/** `s3://bucket/prefix`; a prefix that is no log file is taken as a folder. */
export function parseTrailLocation(text: string): Parsed<TrailLocation> {
  const [, bucket = '', path = ''] = url.exec(text) ?? [];
  if (!bucketName.test(bucket)) {
    return wrong({ field: 'trail', given: text, todo: 'give s3://BUCKET or s3://BUCKET/PREFIX' });
  }
  const isWhole = path === '' || path.endsWith('/') || nameOfLog.test(path);
  return ok({ bucket, prefix: isWhole ? path : `${path}/` });
}

/** Whether a prefix is a folder's, and not the key of one object. */
export const isFolder = (prefix: string): boolean => prefix === '' || prefix.endsWith('/');

/** A folder or an object, as it is told to the user. */
export const trailUrl = (bucket: string, key: string): string => `s3://${bucket}/${key}`;
