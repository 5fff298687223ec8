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

/** A file of an account, and the quarter of an hour of its records. */
export interface ArrivingFile {
  readonly account: number;
  readonly quarter: number;
}

/** One file in twenty comes late: by a quarter of an hour to two hours. */
const lateShare = 0.05;
const latestQuarters = 8;

/** The files that arrive in a quarter of an hour, in their order: those of the quarter, and late ones of earlier. */
export function arrivalsIn(organization: Organization, quarter: number): ArrivingFile[] {
  const earliest = Math.max(0, quarter - latestQuarters);
  const quarters = Array.from({ length: quarter - earliest + 1 }, (_, index) => earliest + index);
  const random = randomOf(organization.seed * 7919 + quarter);
  return quarters
    .flatMap((of) =>
      delaysOf(organization, of).flatMap((delay, account) =>
        of + delay === quarter ? [{ account, quarter: of }] : [],
      ),
    )
    .map((file) => ({ file, place: random.below(1 << 30) }))
    .sort((a, b) => a.place - b.place)
    .map(({ file }) => file);
}

/** By how many quarters of an hour the file of each account comes late. */
function delaysOf({ accounts, seed }: Organization, quarter: number): number[] {
  const random = randomOf(seed * 104_729 + quarter);
  return Array.from({ length: accounts }, () => (random.chance(lateShare) ? 1 + random.below(latestQuarters) : 0));
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
  const callers = Array.from({ length: perAccount }, (_, user) => account * perAccount + user).filter(
    (user) => isAtWork(user, quarter) && random.chance(0.75),
  );
  const calls = callers.map((user) => callOf(accountId, random, at(), iamUser(accountId, user), random.below(3)));
  const [day, kind] = ['2026/10/30', `${accountId}_CloudTrail_us-east-1`];
  const key = `AWSLogs/o-bench/${accountId}/CloudTrail/us-east-1/${day}/${kind}_20261030T0000Z_${random.id('Q')}.json.gz`;
  const object: ObjectName = { bucket: 'trail', key };
  return { object, callers, bytes: gzipSync(JSON.stringify({ Records: [...roles, ...calls] }), { level: 1 }) };
}

/** Eight hours, which begin at an hour of the user's own; on weekends one user in five. */
function isAtWork(user: number, quarter: number): boolean {
  const hour = Math.floor(quarter / quartersAnHour);
  const isWeekend = [0, 6].includes(new Date(startMs + hour * 3_600_000).getUTCDay());
  if (isWeekend && user % 5 !== 0) return false;
  const begins = (user * 7) % 24;
  return (hour + 24 - begins) % 24 < 8;
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
