import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { instantOfEpochMs } from '../../domain/time.ts';
import { digestPath, type LogFolder, logPath } from './log-path.ts';

const hourMs = 3_600_000;

/** Writes the other files of a trail: the digests of the last hours, and one Insight. Neither shows user activity. */
export async function writeSiblings(folder: LogFolder, endMs: number): Promise<void> {
  for (const region of folder.regions) {
    for (const hoursAgo of [1, 0]) {
      const atMs = endMs - hoursAgo * hourMs;
      await writeGzip(digestPath(folder, region, atMs), digestOf(folder, atMs));
    }
  }
  const [region = 'us-east-1'] = folder.regions;
  const atMs = endMs - hourMs;
  const path = logPath(folder, 'CloudTrail-Insight', region, atMs, folder.random);
  await writeGzip(path, { Records: [insightOf(folder, region, atMs)] });
}

async function writeGzip(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, gzipSync(JSON.stringify(content), { level: 1 }));
}

function digestOf({ account }: LogFolder, atMs: number) {
  return {
    awsAccountId: account,
    digestStartTime: instantOfEpochMs(atMs - hourMs),
    digestEndTime: instantOfEpochMs(atMs),
    digestS3Bucket: 'sample-trail',
    digestPublicKeyFingerprint: '0'.repeat(32),
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestS3Bucket: null,
    previousDigestSignature: null,
    logFiles: [],
  };
}

function insightOf({ account, random }: LogFolder, awsRegion: string, atMs: number) {
  return {
    eventVersion: '1.09',
    eventTime: instantOfEpochMs(atMs),
    awsRegion,
    eventID: random.uuid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: account,
    sharedEventID: random.uuid(),
    insightDetails: {
      state: 'Start',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      insightType: 'ApiCallRateInsight',
      insightContext: { statistics: { baseline: { average: 0.002 }, insight: { average: 4.2 } } },
    },
    eventCategory: 'Insight',
  };
}
