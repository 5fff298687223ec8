import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { instantOfEpochMs } from '../../domain/time.ts';
import { type LogFolder, logKey } from './log-path.ts';
import type { Random } from './random.ts';

const hourMs = 3_600_000;

/** Writes one Insight, another kind of file of a trail. It shows no user activity. */
export async function writeInsight({ dir, account, regions, random }: LogFolder, endMs: number): Promise<void> {
  const [region = 'us-east-1'] = regions;
  const atMs = endMs - hourMs;
  const path = join(dir, logKey(account, 'CloudTrail-Insight', region, atMs, random));
  const content = { Records: [insightOf(account, random, region, atMs)] };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, gzipSync(JSON.stringify(content), { level: 1 }));
}

function insightOf(account: string, random: Random, awsRegion: string, atMs: number) {
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
