import { gzipSync } from 'node:zlib';
import type { ObjectName } from '../../../domain/archive/object-notice.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Random, randomOf } from '../../../handlers/sample/random.ts';

/** An organization, of whose users each works eight hours of the day and calls in three of four quarters of an hour. */
export interface Organization {
  readonly accounts: number;
  readonly users: number;
  readonly hours: number;
  readonly seed: number;
}

export const quartersAnHour = 4;
const regions = 17;
const startMs = Date.UTC(2026, 9, 30);

export const accountOf = (index: number): string => `${100_000_000_000 + index}`;

/** The accounts in the order in which the files of a quarter of an hour arrive. */
export function orderOf({ accounts, seed }: Organization, quarter: number): number[] {
  const random = randomOf(seed * 7919 + quarter);
  return Array.from({ length: accounts }, (_, account) => ({ account, place: random.below(1 << 30) }))
    .sort((a, b) => a.place - b.place)
    .map(({ account }) => account);
}

/**
 * All records of one account in a quarter of an hour, as one file: time is compressed. CloudTrail writes a file each
 * five minutes and Region. There is a reading call in each Region, as where Config or Security Hub are on.
 */
export function fileOf(organization: Organization, account: number, quarter: number) {
  const { users, accounts, seed } = organization;
  const random = randomOf(seed + account * 100_003 + quarter);
  const accountId = accountOf(account);
  const at = () => new Date(startMs + (quarter * 900 + random.below(900)) * 1000).toISOString().replace('.000', '');
  const roles = Array.from({ length: regions }, (_, region) =>
    callOf(accountId, random, at(), role(accountId), region),
  );
  const perAccount = Math.round(users / accounts);
  const calls = Array.from({ length: perAccount }, (_, user) => user)
    .filter((user) => isAtWork(account * perAccount + user, quarter) && random.chance(0.75))
    .map((user) => callOf(accountId, random, at(), iamUser(accountId, account * perAccount + user), random.below(3)));
  const [day, kind] = ['2026/10/30', `${accountId}_CloudTrail_us-east-1`];
  const key = `AWSLogs/o-bench/${accountId}/CloudTrail/us-east-1/${day}/${kind}_20261030T0000Z_${random.id('Q')}.json.gz`;
  const object: ObjectName = { bucket: 'trail', key };
  return { object, bytes: gzipSync(JSON.stringify({ Records: [...roles, ...calls] }), { level: 1 }) };
}

/** Eight hours, which begin at an hour of the user's own. */
function isAtWork(user: number, quarter: number): boolean {
  const begins = (user * 7) % 24;
  return (Math.floor(quarter / quartersAnHour) + 24 - begins) % 24 < 8;
}

const role = (accountId: string): JsonObject => ({ type: 'AssumedRole', principalId: 'AROABENCH:session', accountId });

function iamUser(accountId: string, user: number): JsonObject {
  const [digits, userName] = [`${user}`.padStart(11, '0'), `user-${user}`];
  const ids = { principalId: `AIDABENCH${digits}`, accessKeyId: `AKIABENCH${digits}` };
  return { type: 'IAMUser', ...ids, userName, arn: `arn:aws:iam::${accountId}:user/${userName}`, accountId };
}

function callOf(accountId: string, random: Random, eventTime: string, userIdentity: JsonObject, region: number) {
  const kind = { readOnly: true, managementEvent: true, eventCategory: 'Management', eventType: 'AwsApiCall' };
  const what = { eventVersion: '1.11', eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances' };
  const where = { awsRegion: regionNames[region], sourceIPAddress: '192.0.2.1', userAgent: 'aws-cli/2.20.0' };
  return { ...what, ...where, ...kind, userIdentity, eventTime, eventID: random.uuid(), recipientAccountId: accountId };
}

export const regionNames = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ca-central-1',
  'sa-east-1',
];
