/** What an object of a trail's bucket is, by its key. */
export type TrailKeyKind = 'log' | 'digest' | 'insight' | 'other';

const fileName = /(?:^|\/)\d{12}_CloudTrail_[^/]+\.json(?:\.gz)?$/;
const folder = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\/.+\.json(?:\.gz)?$/;

/**
 * Tells log files from all else that lies in such a bucket, by AWS's folders or file names: one is enough, since people move files. What a
 * file says of itself is never taken from its key.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function kindOfKey(key: string): TrailKeyKind {
  if (/(?:^|[/_])CloudTrail-Digest[/_]/.test(key)) return 'digest';
  if (/(?:^|[/_])CloudTrail-Insight[/_]/.test(key)) return 'insight';
  return fileName.test(key) || folder.test(key) ? 'log' : 'other';
}
