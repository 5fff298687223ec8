/** The names of log files, as CloudTrail makes them. */

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
 * The key of a log or Insight file delivered at that moment, in AWS's form:
 * `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/01/111122223333_CloudTrail_eu-west-1_20261101T0005Z_<16>.json.gz`.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function logKey(account: string, kind: LogKind, region: string, atMs: number, names: Random): string {
  const unique = Array.from({ length: 16 }, () => names.pick(nameCharacters)).join('');
  const name = `${account}_${kind}_${region}_${stampOf(atMs).slice(0, 13)}Z_${unique}.json.gz`;
  return `${dayFolder(account, kind, region, atMs)}/${name}`;
}

/** The name of the sample's trail, and of its bucket. */
export const sampleTrail = 'sample-trail';

/** A trail of the account, of all Regions. */
export interface NamedTrail {
  readonly account: string;
  readonly trail: string;
  readonly home: string;
}

/** The key of the digest that ends at that moment. Its name includes those of the trail and of its home Region. */
export function digestKey({ account, trail, home }: NamedTrail, region: string, atMs: number, ending = ''): string {
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_${home}_${stampOf(atMs)}${ending}.json.gz`;
  return `${dayFolder(account, 'CloudTrail-Digest', region, atMs)}/${name}`;
}

function dayFolder(account: string, kind: string, region: string, atMs: number): string {
  const date = instantOfEpochMs(atMs)?.slice(0, 10) ?? '';
  return `AWSLogs/${account}/${kind}/${region}/${date.replaceAll('-', '/')}`;
}

/** `20261101T000500Z` */
const stampOf = (atMs: number): string => instantOfEpochMs(atMs)?.replaceAll(/[-:]/g, '') ?? '';
