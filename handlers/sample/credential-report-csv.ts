import { stringify } from 'csv-stringify/sync';
import { type Instant, plusDays } from '../../domain/time.ts';
import { keyUsedAt, reportedCreation, usedAt } from './credential-use.ts';
import type { Person } from './person.ts';
import type { KeyPart } from './story.ts';

/** The CSV of the credential report: 23 columns, root first, no newline at its end. */
export function credentialReportOf(people: readonly Person[], account: string, endsAt: Instant): string {
  const rows = people
    .filter(({ part }) => part.row !== 'missing')
    .map((person, index) => rowOf(person, endsAt, index % plainEvery === 0 ? (at: Instant) => at : withOffset));
  return stringify([columns, rootRow(account, endsAt), ...rows]).trimEnd();
}

const keyColumns = (slot: 1 | 2) =>
  ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
    (column) => `access_key_${slot}_${column}`,
  );
const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...keyColumns(1),
  ...keyColumns(2),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
  'additional_credentials_info',
];

/** A time as IAM writes it: `+00:00` in some answers, `Z` in others. The sample uses both. */
const withOffset = (at: Instant) => at.replace('Z', '+00:00');
const plainEvery = 17;
const noKey = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
const noCertificate = ['false', 'N/A'];

function rootRow(account: string, endsAt: Instant): string[] {
  const ago = (days: number) => withOffset(plusDays(endsAt, -days));
  const root = ['<root_account>', `arn:aws:iam::${account}:root`, ago(2000)];
  const password = ['not_supported', ago(12), 'not_supported', 'not_supported'];
  return [...root, ...password, 'true', ...noKey, ...noKey, ...noCertificate, ...noCertificate, 'N/A'];
}

function rowOf(person: Person, endsAt: Instant, write: (at: Instant) => string): string[] {
  const { part, arn, userName } = person;
  const ago = (days: number) => write(plusDays(endsAt, -days));
  const { password, certificate } = part;
  const used = password && usedAt(person, password.used, endsAt);
  const passwordCells = password
    ? ['true', used === undefined ? 'no_information' : write(used), ago(password.set), 'N/A']
    : ['false', 'N/A', 'N/A', 'N/A'];
  const keys = [0, 1].flatMap((slot) => keyCells(person, part.keys?.[slot], endsAt, write));
  const hasMfa = `${part.activity?.via === 'session'}`;
  const certificates = [...(certificate ? ['false', ago(certificate.created)] : noCertificate), ...noCertificate];
  return [userName, arn, ago(reportedCreation(person)), ...passwordCells, hasMfa, ...keys, ...certificates, 'N/A'];
}

function keyCells(person: Person, key: KeyPart | undefined, endsAt: Instant, write: (at: Instant) => string): string[] {
  if (key === undefined) return noKey;
  const used = keyUsedAt(person, key.used, endsAt);
  const use = used === undefined ? ['N/A', 'N/A', 'N/A'] : [write(used), person.homeRegion, 's3'];
  return [`${key.active !== false}`, write(plusDays(endsAt, -key.created)), ...use];
}
