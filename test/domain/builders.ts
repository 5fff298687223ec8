import {
  type AccessKeyId,
  type AccountId,
  type CampaignId,
  parseAccessKeyId,
  parseAccountId,
  parseCampaignId,
  parseRegion,
  parseUserId,
  parseUserName,
  type Region,
  type UserId,
  type UserName,
} from '../../domain/ids.ts';
import type { Credential, IamUser, LastUse } from '../../domain/inventory/iam-user.ts';
import type { ListedUser } from '../../domain/inventory/listed-user.ts';
import type { ReportRow } from '../../domain/inventory/report-row.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Question } from '../../domain/question.ts';
import { addSighting, compactLastSeen, type LastSeen, type LastSeenFold } from '../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { epochMs, type Instant, instantOfEpochMs, parseTime } from '../../domain/time.ts';
import type { UserFacts } from '../../domain/verdict/assessment.ts';

function must<T>(value: T | undefined, text: unknown): T {
  if (value === undefined) throw new Error(`a builder was given what the domain refuses: ${String(text)}`);
  return value;
}

export const instant = (text: string): Instant => must(parseTime(text), text);
export const account = (text = '123456789012'): AccountId => must(parseAccountId(text), text);
export const user = (text = 'AIDAALICE00000000001'): UserId => must(parseUserId(text), text);
export const key = (text = 'AKIAALICE00000000001'): AccessKeyId => must(parseAccessKeyId(text), text);
export const reviewId = (text = '2026-11-23-unused'): CampaignId => must(parseCampaignId(text), text);
export const named = (text = 'alice'): UserName => must(parseUserName(text), text);
export const region = (text = 'eu-west-1'): Region => must(parseRegion(text), text);

/** The time at which every test asks. */
export const now = instant('2026-11-23T08:00:00Z');

/** So many days before `now`, and so many seconds after that. */
export function daysAgo(days: number, plusSeconds = 0): Instant {
  const ms = Math.floor((epochMs(now) - days * 86_400_000 + plusSeconds * 1000) / 1000) * 1000;
  return must(instantOfEpochMs(ms), days);
}

export const question: Question = { now, thresholdDays: 90 };

/** The `userIdentity` of alice with her access key. */
export const aliceIdentity: JsonObject = {
  type: 'IAMUser',
  principalId: user(),
  arn: 'arn:aws:iam::123456789012:user/alice',
  accountId: '123456789012',
  accessKeyId: key(),
  userName: 'alice',
};

/** One CloudTrail record of alice listing buckets an hour ago. */
export function record(changes: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.11',
    userIdentity: aliceIdentity,
    eventTime: '2026-11-23T07:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-cli/2.15.0',
    eventID: '00000000-0000-0000-0000-000000000001',
    eventType: 'AwsApiCall',
    readOnly: true,
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: '123456789012',
    ...changes,
  };
}

export const recordBy = (identity: JsonObject, changes: JsonObject = {}): JsonObject =>
  record({ userIdentity: { ...aliceIdentity, ...identity }, ...changes });

/** A call to IAM by carol in the role ops. */
export const iamCall = (eventName: string, requestParameters: JsonObject, changes: JsonObject = {}): JsonObject =>
  record({
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAOPS0000000000001:carol@example.com',
      arn: 'arn:aws:sts::123456789012:assumed-role/ops/carol@example.com',
      accountId: '123456789012',
    },
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    readOnly: false,
    requestParameters,
    ...changes,
  });

/** A console sign-in of alice that succeeded. */
export function signIn(changes: JsonObject = {}): JsonObject {
  const { accessKeyId: _, ...identity } = aliceIdentity;
  return record({
    userIdentity: identity,
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Success' },
    ...changes,
  });
}

export function sighting(changes: Partial<Sighting> = {}): Sighting {
  return {
    at: daysAgo(1),
    credential: key(),
    eventId: '00000000-0000-0000-0000-000000000001',
    eventName: 'ListBuckets',
    eventSource: 's3.amazonaws.com',
    region: 'eu-west-1',
    sourceAddress: '192.0.2.1',
    userAgent: 'aws-cli/2.15.0',
    accessKeyId: key(),
    errorCode: undefined,
    userName: 'alice',
    arn: 'arn:aws:iam::123456789012:user/alice',
    ...changes,
  };
}

/** What is remembered after these sightings of one subject. */
export function lastSeen(first: Sighting, ...more: readonly Sighting[]): LastSeen {
  const fold: LastSeenFold<'it'> = new Map();
  for (const each of [first, ...more]) addSighting(fold, 'it', each);
  return compactLastSeen(must(fold.get('it'), 'it'));
}

export const usedAt = (at: Instant): LastUse => ({ kind: 'at', at });
export const never: LastUse = { kind: 'never' };
export const notTracked: LastUse = { kind: 'unknown', why: 'not-tracked' };
export const notReported: LastUse = { kind: 'unknown', why: 'not-reported' };

export function password(changes: Partial<Credential> = {}): Credential {
  return {
    kind: 'password',
    id: 'password',
    status: 'active',
    createdAt: daysAgo(400),
    lastUse: usedAt(daysAgo(200)),
    ...changes,
  };
}

export function accessKey(changes: Partial<Credential> = {}): Credential {
  return { ...password(), kind: 'access-key', id: 'access_key_1', ...changes };
}

/** Alice, of 400 days, with a password last used 200 days ago and nothing unknown of her. */
export function iamUser(changes: Partial<IamUser> = {}): IamUser {
  return {
    accountId: account(),
    userId: user(),
    userName: 'alice',
    arn: 'arn:aws:iam::123456789012:user/alice',
    path: '/',
    createdAt: daysAgo(400),
    tags: [],
    groups: [],
    credentials: [password()],
    passwordLastUsed: undefined,
    mfaActive: false,
    gaps: [],
    ...changes,
  };
}

export function facts(changes: Partial<UserFacts> = {}): UserFacts {
  return {
    user: iamUser(),
    lastSeen: undefined,
    coverage: { kind: 'none' },
    gaps: [],
    exemption: undefined,
    ...changes,
  };
}

export function listedUser(changes: Partial<ListedUser> = {}): ListedUser {
  const { accountId, userName, arn, path, createdAt, tags, groups, passwordLastUsed, gaps } = iamUser();
  return {
    accountId,
    userId: user(),
    userName,
    arn,
    path,
    createdAt,
    tags,
    groups,
    passwordLastUsed,
    gaps,
    ...changes,
  };
}

/** Alice's row of the credential report: a password in use, one access key, no certificate. */
export function reportRow(changes: ReportRow = {}): ReportRow {
  return {
    user: 'alice',
    arn: 'arn:aws:iam::123456789012:user/alice',
    user_creation_time: '2025-10-19T08:00:00+00:00',
    password_enabled: 'true',
    password_last_used: '2026-05-07T08:00:00+00:00',
    password_last_changed: '2025-10-19T08:00:00+00:00',
    password_next_rotation: 'N/A',
    mfa_active: 'false',
    access_key_1_active: 'true',
    access_key_1_last_rotated: '2025-10-20T08:00:00+00:00',
    access_key_1_last_used_date: '2026-05-08T08:00:00+00:00',
    access_key_1_last_used_region: 'eu-west-1',
    access_key_1_last_used_service: 's3',
    access_key_2_active: 'false',
    access_key_2_last_rotated: 'N/A',
    access_key_2_last_used_date: 'N/A',
    access_key_2_last_used_region: 'N/A',
    access_key_2_last_used_service: 'N/A',
    cert_1_active: 'false',
    cert_1_last_rotated: 'N/A',
    cert_2_active: 'false',
    cert_2_last_rotated: 'N/A',
    ...changes,
  };
}
