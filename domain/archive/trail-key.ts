/** The kind of an object in a trail's bucket, by its key. */
export type TrailKeyKind = 'log' | 'digest' | 'insight' | 'other';

const kinds: { readonly [name: string]: TrailKeyKind } = {
  CloudTrail: 'log',
  'CloudTrail-Digest': 'digest',
  'CloudTrail-Insight': 'insight',
};

const logEnding = /\.json(?:\.gz)?$/;
const fileName = /(?:^|\/)\d{12}_(CloudTrail(?:-Digest|-Insight)?)_[^/]+\.json(?:\.gz)?$/;
/** The last such folder: the prefix of a trail may hold `AWSLogs` itself. */
const folder = /^(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/([^/]+)\//;
const movedFrom = /^(?:.*[/_])?(CloudTrail-(?:Digest|Insight))[/_]/;

/**
 * Distinguishes log files from other objects of a trail's bucket: by AWS's file name, else by AWS's folders, else by a
 * folder that has the name of theirs. Each is enough, since people move files and choose prefixes. Account and Region
 * never come from the key, only from the records.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function kindOfKey(key: string): TrailKeyKind {
  const named = fileName.exec(key)?.[1];
  if (named !== undefined) return kindNamed(named);
  const kind = kindNamed(folder.exec(key)?.[1] ?? movedFrom.exec(key)?.[1]);
  return kind === 'log' && !logEnding.test(key) ? 'other' : kind;
}

const kindNamed = (name = ''): TrailKeyKind => kinds[name] ?? 'other';
