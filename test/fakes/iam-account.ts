/** One user of an invented account, as IAM would know it; times in ISO 8601. */
export interface FakeUser {
  readonly userName: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly passwordLastUsed?: string;
  readonly keys: readonly FakeKey[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface FakeKey {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsed?: string;
}

export interface FakeSshKey {
  readonly userName: string;
  readonly id: string;
  readonly uploadedAt: string;
  readonly status?: string;
}

export const fakeAccount = '123456789012';

export const arnOf = ({ userName }: FakeUser) => `arn:aws:iam::${fakeAccount}:user/${userName}`;

/** A user with one access key, last used when told. */
export function fakeUser(number: number, lastUsed?: string, changes: Partial<FakeUser> = {}): FakeUser {
  const digits = `${number}`.padStart(8, '0');
  const key = { id: `AKIAFAKE${digits}0000`, createdAt: '2025-01-02T00:00:00Z', ...(lastUsed && { lastUsed }) };
  return {
    userName: `user-${number}`,
    userId: `AIDAFAKE${digits}00000`,
    createdAt: '2025-01-01T00:00:00Z',
    keys: [key],
    ...changes,
  };
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

/** The credential report of these users, with the root row first and no newline at the end, as IAM writes it. */
export function reportCsv(users: readonly FakeUser[]): string {
  const root = `<root_account>,arn:aws:iam::${fakeAccount}:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,${'false,N/A,N/A,N/A,N/A,'.repeat(2)}false,N/A,false,N/A`;
  return [columns.join(','), root, ...users.map(rowOf)].join('\n');
}

function rowOf(user: FakeUser): string {
  const password =
    user.passwordLastUsed === undefined
      ? ['false', 'N/A', 'N/A', 'N/A']
      : ['true', user.passwordLastUsed, user.createdAt, 'N/A'];
  const keys = [0, 1].flatMap((slot) => {
    const key = user.keys[slot];
    if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const used = key.lastUsed === undefined ? ['N/A', 'N/A', 'N/A'] : [key.lastUsed, 'eu-west-1', 's3'];
    return ['true', key.createdAt, ...used];
  });
  return [
    user.userName,
    arnOf(user),
    user.createdAt,
    ...password,
    'false',
    ...keys,
    'false',
    'N/A',
    'false',
    'N/A',
  ].join(',');
}
