/** What an object of a trail's bucket is, by its key. */
export type TrailKeyKind = 'log' | 'digest' | 'insight' | 'other';

const fileName = /(?:^|\/)\d{12}_CloudTrail_[^/]+\.json(?:\.gz)?$/;
const folder = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\/.+\.json(?:\.gz)?$/;

/**
 * Tells log files from everything else in such a bucket, by AWS's folder or by AWS's file name. One of the two is
 * enough, because people move files. The content of a file is never taken from its key. Source:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function kindOfKey(key: string): TrailKeyKind {
  if (/(?:^|[/_])CloudTrail-Digest[/_]/.test(key)) return 'digest';
  if (/(?:^|[/_])CloudTrail-Insight[/_]/.test(key)) return 'insight';
  return fileName.test(key) || folder.test(key) ? 'log' : 'other';
}
