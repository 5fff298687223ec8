import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Instant, plusDays } from '../../domain/time.ts';

export const account = '111122223333';
export const now = '2026-11-23T08:00:00Z' as Instant;
export const daysAgo = (days: number) => plusDays(now, -days);

type Json = Record<string, unknown>;

let events = 0;

/** One call of an IAM user with its access key. */
export function call(userName: string, at: string, more: Json = {}): Json {
  const userId = `AIDA${userName.toUpperCase().replace(/[^A-Z0-9]/g, '')}00000001`;
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const accessKeyId = `AKIA${userName.toUpperCase().replace(/[^A-Z0-9]/g, '')}000000000001`;
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', principalId: userId, arn, accountId: account, accessKeyId, userName },
    eventTime: at,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-cli/2.31.0',
    eventID: `event-${++events}`,
    eventType: 'AwsApiCall',
    readOnly: true,
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: account,
    ...more,
  };
}

export function writeLog(dir: string, name: string, records: readonly unknown[]): string {
  mkdirSync(dir, { recursive: true });
  const json = JSON.stringify({ Records: records });
  writeFileSync(join(dir, name), name.endsWith('.gz') ? gzipSync(json) : json);
  return join(dir, name);
}

const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';

/** What a row says; the rest is that of a user of 800 days without credentials. */
export interface Row {
  readonly user: string;
  readonly created?: string;
  readonly password?: { readonly used: string; readonly changed: string };
  readonly key?: { readonly created: string; readonly used: string };
}

export function reportOf(rows: readonly Row[], of = account): string {
  const lines = rows.map(({ user, created = daysAgo(800), password, key }) =>
    [
      user,
      `arn:aws:iam::${of}:user/${user}`,
      created,
      ...(password ? ['true', password.used, password.changed, 'N/A'] : ['false', 'N/A', 'N/A', 'N/A']),
      'false',
      ...(key ? ['true', key.created, key.used, 'N/A', 'N/A'] : ['false', 'N/A', 'N/A', 'N/A', 'N/A']),
      ...['false', 'N/A', 'N/A', 'N/A', 'N/A', 'false', 'N/A', 'false', 'N/A'],
    ].join(','),
  );
  return [columns, ...lines, ...(lines.length === 0 ? [] : [rootRow(of)])].join('\n');
}

/** Root made a key an hour before the question and switched it off: so a report without a date is not old. */
function rootRow(of: string): string {
  const password = ['not_supported', 'no_information', 'not_supported', 'not_supported', 'true'];
  const keys = ['false', daysAgo(1 / 24), 'N/A', 'N/A', 'N/A', 'false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const cells = ['<root_account>', `arn:aws:iam::${of}:root`, daysAgo(900), ...password, ...keys];
  return [...cells, 'false', 'N/A', 'false', 'N/A'].join(',');
}

export function detailsOf(users: readonly { user: string; id: string; created: string }[]): string {
  const list = users.map(({ user, id, created }) => ({
    Path: '/',
    UserName: user,
    UserId: id,
    Arn: `arn:aws:iam::${account}:user/${user}`,
    CreateDate: created,
    GroupList: [],
    Tags: [],
  }));
  return JSON.stringify({ UserDetailList: list, IsTruncated: false });
}

export function write(dir: string, name: string, text: string): string {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}
