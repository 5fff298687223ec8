import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../domain/inventory/iam-user.ts';
import {
  type ReportedUser,
  type ReportRow,
  readReportRow,
  requiredColumns,
} from '../../../domain/inventory/report-row.ts';
import { instant, never, notReported, notTracked, reportRow, usedAt } from '../builders.ts';

function userOf(changes: ReportRow): ReportedUser {
  const reading = readReportRow(reportRow(changes));
  if (reading.kind !== 'user') throw new Error(`read as ${reading.kind}`);
  return reading.user;
}
const credentialsOf = (changes: ReportRow) => userOf(changes).credentials;
const unreadable = (field: string) => ({ kind: 'field-unreadable', source: 'credential-report', field });
const without = (row: ReportRow, ...columns: string[]) =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));

const created = instant('2025-10-19T08:00:00Z');
const alicesPassword: Credential = {
  kind: 'password',
  id: 'password',
  status: 'active',
  createdAt: created,
  lastUse: usedAt(instant('2026-05-07T08:00:00Z')),
};
const alicesKey: Credential = {
  kind: 'access-key',
  id: 'access_key_1',
  status: 'active',
  createdAt: instant('2025-10-20T08:00:00Z'),
  lastUse: { kind: 'at', at: instant('2026-05-08T08:00:00Z'), service: 's3', region: 'eu-west-1' },
};

describe("a user's row of the credential report", () => {
  it('is read as the user with its credentials', () => {
    expect(userOf({})).toEqual({
      accountId: '123456789012',
      userName: 'alice',
      arn: 'arn:aws:iam::123456789012:user/alice',
      path: '/',
      createdAt: created,
      credentials: [alicesPassword, alicesKey],
      mfaActive: false,
      gaps: [],
    });
  });

  it.each<[string, ReportRow]>([
    ['booleans in capitals', { password_enabled: 'TRUE', access_key_1_active: 'TRUE', mfa_active: 'FALSE' }],
    ['dates with Z', { user_creation_time: '2025-10-19T08:00:00Z', password_last_used: '2026-05-07T08:00:00Z' }],
    ['a 23rd column that is empty', { additional_credentials_info: '' }],
    ['a 23rd column with N/A', { additional_credentials_info: 'N/A' }],
    ['a 23rd column with none', { additional_credentials_info: '0' }],
    ['a column that nobody knows', { password_colour: 'blue' }],
  ])('means the same with %s', (_, changes) => {
    expect(userOf(changes)).toEqual(userOf({}));
  });

  it('has the path of its arn', () => {
    expect(userOf({ arn: 'arn:aws:iam::123456789012:user/team/a/alice' }).path).toBe('/team/a/');
  });

  it.each<[string, ReportRow, Credential[]]>([
    ['no password, no key', { password_enabled: 'false', password_last_used: 'N/A', ...noKey() }, []],
    [
      'a password never used',
      { password_last_used: 'no_information', ...noKey() },
      [{ ...alicesPassword, lastUse: never }],
    ],
    [
      'a password that is gone, whose use is remembered',
      { password_enabled: 'false', password_last_changed: 'N/A', ...noKey() },
      [{ ...alicesPassword, status: 'inactive', createdAt: undefined }],
    ],
    [
      'no password and no information',
      { password_enabled: 'false', password_last_used: 'no_information', ...noKey() },
      [],
    ],
    ['a key never used', { ...noPassword(), ...keyUsed('N/A') }, [{ ...alicesKey, lastUse: never }]],
    [
      'a key without information',
      { ...noPassword(), ...keyUsed('no_information') },
      [{ ...alicesKey, lastUse: never }],
    ],
    ['an inactive key', { ...noPassword(), access_key_1_active: 'false' }, [{ ...alicesKey, status: 'inactive' }]],
    [
      'an inactive key never used',
      { ...noPassword(), ...keyUsed('N/A'), access_key_1_active: 'false' },
      [{ ...alicesKey, status: 'inactive', lastUse: never }],
    ],
    [
      'a key used without a Region or service',
      { ...noPassword(), access_key_1_last_used_region: 'N/A', access_key_1_last_used_service: 'N/A' },
      [{ ...alicesKey, lastUse: usedAt(instant('2026-05-08T08:00:00Z')) }],
    ],
    [
      'a second key',
      {
        ...noPassword(),
        ...noKey(),
        access_key_2_active: 'true',
        access_key_2_last_rotated: '2026-01-01T00:00:00+00:00',
      },
      [{ ...alicesKey, id: 'access_key_2', createdAt: instant('2026-01-01T00:00:00Z'), lastUse: never }],
    ],
    [
      'a certificate, whose use nobody records',
      { ...noPassword(), ...noKey(), cert_1_active: 'true', cert_1_last_rotated: '2026-01-01T00:00:00+00:00' },
      [certificate('cert_1', 'active')],
    ],
    [
      'an inactive certificate',
      { ...noPassword(), ...noKey(), cert_2_active: 'false', cert_2_last_rotated: '2026-01-01T00:00:00+00:00' },
      [certificate('cert_2', 'inactive')],
    ],
  ])('may tell of %s', (_, changes, credentials) => {
    expect(userOf(changes)).toMatchObject({ credentials, gaps: [] });
    expect(credentialsOf(changes)).toEqual(credentials);
  });
});

function noPassword(): ReportRow {
  return { password_enabled: 'false', password_last_used: 'N/A', password_last_changed: 'N/A' };
}
function keyUsed(date: string): ReportRow {
  return {
    access_key_1_last_used_date: date,
    access_key_1_last_used_region: 'N/A',
    access_key_1_last_used_service: 'N/A',
  };
}
function noKey(): ReportRow {
  return { access_key_1_active: 'false', access_key_1_last_rotated: 'N/A', ...keyUsed('N/A') };
}
function certificate(id: string, status: 'active' | 'inactive'): Credential {
  return { kind: 'signing-certificate', id, status, createdAt: instant('2026-01-01T00:00:00Z'), lastUse: notTracked };
}

describe('a cell that cannot be read is a gap, never a date and never a "never"', () => {
  const garbage = ['garbage', '', '2026-02-30T00:00:00+00:00', '2026-05-07', '2026-05-07T08:00:00', '0', 'NaN'];

  it.each(garbage)('%j as the date of a last use', (text) => {
    const reading = userOf({ password_last_used: text, access_key_1_last_used_date: text });
    expect(reading.gaps).toEqual([unreadable('password_last_used'), unreadable('access_key_1_last_used_date')]);
    expect(reading.credentials.map(({ lastUse }) => lastUse)).toEqual([notReported, notReported]);
  });

  it.each([...garbage, 'N/A', 'no_information', 'not_supported'])('%j as the date of a creation', (text) => {
    const dates = { password_last_changed: text, access_key_1_last_rotated: text, user_creation_time: text };
    const reading = userOf(dates);
    expect(reading.gaps).toEqual(
      ['password_last_changed', 'access_key_1_last_rotated', 'user_creation_time'].map(unreadable),
    );
    expect([reading.createdAt, ...reading.credentials.map(({ createdAt }) => createdAt)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['', 'N/A', 'not_supported', 'no_information', 'yes', '1', 'tru'])('%j as a flag', (text) => {
    const flags = { password_enabled: text, access_key_1_active: text, cert_1_active: text };
    expect(userOf(flags).gaps).toEqual(['password_enabled', 'access_key_1_active', 'cert_1_active'].map(unreadable));
  });

  it('a key whose flag cannot be read counts as active', () => {
    expect(credentialsOf({ access_key_1_active: '?' })[1]).toMatchObject({ id: 'access_key_1', status: 'active' });
  });

  it('N/A as the last use of a password that is enabled', () => {
    expect(userOf({ password_last_used: 'N/A' })).toMatchObject({
      gaps: [unreadable('password_last_used')],
      credentials: [{ lastUse: notReported }, {}],
    });
  });

  it('the last use of a password that is gone', () => {
    expect(userOf({ password_enabled: 'false', password_last_used: 'garbage' }).gaps).toEqual([
      unreadable('password_last_used'),
    ]);
  });

  it.each(['password_enabled', 'user_creation_time', 'access_key_1_active', 'access_key_2_active'])(
    'a row without %s',
    (column) => {
      expect(readReportRow(without(reportRow(), column))).toMatchObject({ user: { gaps: [unreadable(column)] } });
    },
  );

  it('but columns of certificates may be missing', () => {
    const row = without(reportRow(), 'cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated');
    expect(readReportRow(row)).toMatchObject({ user: { gaps: [] } });
  });

  it('and credentials that the report only counts are a gap too', () => {
    const info = 'Additional access keys: 1';
    expect(userOf({ additional_credentials_info: info }).gaps).toEqual([{ kind: 'credentials-not-in-report', info }]);
    expect(userOf({ additional_credentials_info: 'x'.repeat(999) }).gaps).toEqual([
      { kind: 'credentials-not-in-report', info: 'x'.repeat(200) },
    ]);
  });
});

describe('the row of root', () => {
  const root = (changes: ReportRow = {}) =>
    readReportRow(
      reportRow({
        user: '<root_account>',
        arn: 'arn:aws:iam::123456789012:root',
        password_enabled: 'not_supported',
        password_last_changed: 'not_supported',
        mfa_active: 'true',
        ...changes,
      }),
    );

  it('is apart: its last use by password or key, its keys, its MFA', () => {
    expect(root()).toEqual({
      kind: 'root',
      root: { accountId: '123456789012', lastUsed: '2026-05-08T08:00:00Z', mfaActive: true, activeKeys: 1 },
    });
    expect(root({ access_key_2_active: 'TRUE', password_last_used: '2026-06-01T00:00:00Z' })).toMatchObject({
      root: { lastUsed: '2026-06-01T00:00:00Z', activeKeys: 2 },
    });
  });

  it('may never have been used', () => {
    expect(root({ ...noKey(), password_last_used: 'no_information' })).toMatchObject({
      root: { lastUsed: undefined, activeKeys: 0 },
    });
  });
});

describe('a row that is of nobody', () => {
  it.each<[string, ReportRow]>([
    ['without an arn', without(reportRow(), 'arn')],
    ['without a name', without(reportRow(), 'user')],
    ['with the arn of a role', reportRow({ arn: 'arn:aws:iam::123456789012:role/alice' })],
    ["with root's arn and a user's name", reportRow({ arn: 'arn:aws:iam::123456789012:root' })],
    ["with root's name and a user's arn that is none", reportRow({ user: '<root_account>', arn: 'x' })],
  ])('%s is malformed', (_, row) => {
    expect(readReportRow(row)).toEqual({ kind: 'malformed', field: 'arn' });
  });

  it('cannot be in a CSV that has these columns', () => {
    expect(Object.keys(reportRow())).toEqual(expect.arrayContaining([...requiredColumns]));
    expect(Object.keys(reportRow())).toHaveLength(22);
  });
});

describe('what a row says at its edges', () => {
  const rootRow = (changes: ReportRow) =>
    readReportRow(reportRow({ user: '<root_account>', arn: 'arn:aws:iam::123456789012:root', ...changes }));

  it.each([
    ['arn:aws:iam::123456789012:root', 'root'],
    ['arn:aws-us-gov:iam::123456789012:root', 'root'],
    ['x-arn:aws:iam::123456789012:root', 'malformed'],
    ['arn:aws:iam::123456789012:root/x', 'malformed'],
    ['arn:AWS:iam::123456789012:root', 'malformed'],
  ])('the root account of %s is %s', (arn, kind) => {
    expect(rootRow({ arn }).kind).toBe(kind);
  });

  it('root was last used by whatever was used last', () => {
    const [early, middle, late] = ['2026-01-01', '2026-02-01', '2026-03-01'].map((day) => `${day}T00:00:00Z`);
    const columns = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'];
    for (const latest of columns) {
      const others = columns.filter((column) => column !== latest);
      const used = { [others[0] ?? '']: early ?? '', [others[1] ?? '']: middle ?? '', [latest]: late ?? '' };
      expect(rootRow(used)).toMatchObject({ root: { lastUsed: late } });
    }
  });

  it('a key or certificate that is active is there, though its rotation cannot be read', () => {
    const key = { access_key_2_active: 'true', access_key_2_last_rotated: 'N/A', access_key_2_last_used_date: 'N/A' };
    expect(credentialsOf(key).map(({ id }) => id)).toContain('access_key_2');
    expect(credentialsOf({ cert_1_active: 'true', cert_1_last_rotated: 'N/A' }).map(({ id }) => id)).toContain(
      'cert_1',
    );
  });

  it('a key that is gone is there as long as its last use is', () => {
    const used = { access_key_2_last_used_date: '2026-05-08T08:00:00+00:00' };
    expect(credentialsOf(used)).toContainEqual(expect.objectContaining({ id: 'access_key_2', status: 'inactive' }));
    const unsupported = { access_key_2_last_rotated: 'not_supported', access_key_2_last_used_date: 'not_supported' };
    expect(credentialsOf(unsupported).map(({ id }) => id)).not.toContain('access_key_2');
  });

  it('a password that is gone keeps when it was set', () => {
    expect(credentialsOf({ password_enabled: 'false' })[0]).toMatchObject({ status: 'inactive', createdAt: created });
  });

  it('a key used with no known service or Region says neither', () => {
    const unknown = { access_key_1_last_used_service: 'N/A', access_key_1_last_used_region: 'N/A' };
    const [, key] = credentialsOf(unknown);
    expect(key?.lastUse).toStrictEqual(usedAt(instant('2026-05-08T08:00:00Z')));
  });
});
