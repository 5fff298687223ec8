/** The kind of an object in a trail's bucket, by its key. */
export type TrailKeyKind = 'log' | 'digest' | 'insight' | 'other';

const fileName = /(?:^|\/)\d{12}_CloudTrail_[^/]+\.json(?:\.gz)?$/;
const folder = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\/.+\.json(?:\.gz)?$/;

/**
 * Distinguishes log files from other objects of a trail's bucket, by AWS's folders or file names. Either is enough,
 * since people move files. Account and Region never come from the key, only from the records.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function kindOfKey(key: string): TrailKeyKind {
  if (/(?:^|[/_])CloudTrail-Digest[/_]/.test(key)) return 'digest';
  if (/(?:^|[/_])CloudTrail-Insight[/_]/.test(key)) return 'insight';
  return fileName.test(key) || folder.test(key) ? 'log' : 'other';
}
