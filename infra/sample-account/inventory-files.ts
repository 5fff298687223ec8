import { stringify } from 'csv-stringify/sync';
import { epochMs, type Instant, instantOfEpochMs, plusDays } from '../../domain/time.ts';
import type { KeyPart } from './cast.ts';
import type { Person } from './person.ts';

/** The CSV of the credential report: 23 columns, root first, no newline at its end. */
export function credentialReportOf(people: readonly Person[], account: string, endsAt: Instant): string {
  const rows = people
    .filter(({ part }) => part.row !== 'missing')
    .map((person, index) => rowOf(person, endsAt, index % 5 === 0 ? (at: Instant) => at : withOffset));
  return stringify([columns, rootRow(account, endsAt), ...rows]).trimEnd();
}

const columns = (
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info'
).split(',');

/** IAM writes `+00:00` in some answers and `Z` in others. */
const withOffset = (at: Instant) => at.replace('Z', '+00:00');
const noKey = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
const noCertificates = ['false', 'N/A', 'false', 'N/A'];

function rootRow(account: string, endsAt: Instant): string[] {
  const root = ['<root_account>', `arn:aws:iam::${account}:root`, withOffset(plusDays(endsAt, -2000))];
  const used = withOffset(plusDays(endsAt, -12));
  return [
    ...root,
    'not_supported',
    used,
    'not_supported',
    'not_supported',
    'true',
    ...noKey,
    ...noKey,
    ...noCertificates,
    'N/A',
  ];
}

function rowOf(person: Person, endsAt: Instant, write: (at: Instant) => string): string[] {
  const { part, arn, userName } = person;
  const ago = (days: number) => write(plusDays(endsAt, -days));
  const created = part.row === 'of-the-user-before' ? 800 : part.created;
  const { password } = part;
  const used = password && usedAt(person, password.used, endsAt);
  const passwordCells = password
    ? ['true', used === undefined ? 'no_information' : write(used), ago(password.set), 'N/A']
    : ['false', 'N/A', 'N/A', 'N/A'];
  const keys = [0, 1].map((slot) => keyCells(person, part.keys?.[slot], endsAt, write));
  const isMfa = `${part.activity?.via === 'session'}`;
  return [userName, arn, ago(created), ...passwordCells, isMfa, ...keys.flat(), ...noCertificates, 'N/A'];
}

function keyCells(person: Person, key: KeyPart | undefined, endsAt: Instant, write: (at: Instant) => string): string[] {
  if (key === undefined) return noKey;
  const used = usedAt(person, key.used, endsAt);
  const use = used === undefined ? ['N/A', 'N/A', 'N/A'] : [write(toMinute(used)), person.homeRegion, 's3'];
  return [`${key.active !== false}`, write(plusDays(endsAt, -key.created)), ...use];
}

/** IAM tells the use of a key to the minute. */
const toMinute = (at: Instant) => `${at.slice(0, 17)}00Z` as Instant;

/** When a credential was used: as the story says, or as the log files have it, or would have had it had they gone that far back. */
function usedAt(person: Person, used: number | 'logs' | undefined, endsAt: Instant): Instant | undefined {
  if (used === undefined) return undefined;
  if (used !== 'logs') return plusDays(endsAt, -used);
  return instantOfEpochMs(person.lastSeenMs ?? epochMs(endsAt) - (person.part.activity?.until ?? 0) * 86_400_000);
}

/** The answer of GetAccountAuthorizationDetails with the filter User. */
export function authorizationDetailsOf(people: readonly Person[], endsAt: Instant) {
  const users = people.map((person) => ({
    ...identityOf(person, endsAt),
    GroupList: person.path === '/robots/' ? ['robots'] : ['people'],
    AttachedManagedPolicies: [],
    Tags: Object.entries(person.part.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  }));
  return { UserDetailList: users, GroupDetailList: [], RoleDetailList: [], Policies: [], IsTruncated: false };
}

/** The answer of ListUsers. */
export function userListOf(people: readonly Person[], endsAt: Instant) {
  const users = people.map((person) => {
    const { password, passwordGone } = person.part;
    const used = usedAt(person, password?.used ?? passwordGone?.used, endsAt);
    return { ...identityOf(person, endsAt), ...(used !== undefined && { PasswordLastUsed: used }) };
  });
  return { Users: users, IsTruncated: false };
}

function identityOf({ path, userName, userId, arn, part }: Person, endsAt: Instant) {
  return { Path: path, UserName: userName, UserId: userId, Arn: arn, CreateDate: plusDays(endsAt, -part.created) };
}
