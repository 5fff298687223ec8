/** The names of log files, as CloudTrail makes them. */

import { join } from 'node:path';
import { instantOfEpochMs } from '../../domain/time.ts';
import type { Random } from './random.ts';

/** The place of one account's log files. */
export interface LogFolder {
  readonly dir: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly random: Random;
}

export type LogKind = 'CloudTrail' | 'CloudTrail-Insight';

const nameCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];

/**
 * The path of a log or Insight file delivered at that moment, in AWS's form:
 * `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/01/111122223333_CloudTrail_eu-west-1_20261101T0005Z_<16>.json.gz`.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function logPath(folder: LogFolder, kind: LogKind, region: string, atMs: number, names: Random): string {
  const unique = Array.from({ length: 16 }, () => names.pick(nameCharacters)).join('');
  const name = `${folder.account}_${kind}_${region}_${stampOf(atMs).slice(0, 13)}Z_${unique}.json.gz`;
  return join(dayFolder(folder, kind, region, atMs), name);
}

/** The path of a digest file. Its name includes the trail's name and a time in whole seconds. */
export function digestPath(folder: LogFolder, region: string, atMs: number): string {
  const name = `${folder.account}_CloudTrail-Digest_${region}_sample-trail_${folder.regions[0]}_${stampOf(atMs)}.json.gz`;
  return join(dayFolder(folder, 'CloudTrail-Digest', region, atMs), name);
}

function dayFolder({ dir, account }: LogFolder, kind: string, region: string, atMs: number): string {
  const date = instantOfEpochMs(atMs)?.slice(0, 10) ?? '';
  return join(dir, 'AWSLogs', account, kind, region, ...date.split('-'));
}

/** `20261101T000500Z` */
const stampOf = (atMs: number): string => instantOfEpochMs(atMs)?.replaceAll(/[-:]/g, '') ?? '';
