/** Reads one row of the credential report. */

import { type AccountId, parseUserArn } from '../ids.ts';
import { type Instant, parseTime } from '../time.ts';
import type { Credential, LastUse, MissingFact } from './iam-user.ts';

/** One row of the report, text by column name. */
export type ReportRow = { readonly [column: string]: string };

/** One user of the credential report. */
export interface ReportedUser {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant | undefined;
  readonly credentials: readonly Credential[];
  readonly mfaActive: boolean | undefined;
  readonly gaps: readonly MissingFact[];
}

/** The root row: its credentials and their last use. Root is reported separately and never assessed. */
export interface ReportedRoot {
  readonly accountId: AccountId;
  readonly lastUsed: Instant | undefined;
  readonly mfaActive: boolean | undefined;
  readonly activeKeys: number;
}

/** A row, read. `field` is the column that makes it unreadable. */
export type RowReading =
  | { readonly kind: 'user'; readonly user: ReportedUser }
  | { readonly kind: 'root'; readonly root: ReportedRoot }
  | { readonly kind: 'malformed'; readonly field: string };

/** The columns that every credential report has. */
export const requiredColumns = ['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used'] as const;

/**
 * Reads one row by column name. A cell that cannot be read becomes a gap of its user, never a date or a `never`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function readReportRow(row: ReportRow): RowReading {
  // Stryker disable next-line StringLiteral: neither text is an ARN.
  const root = /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(row['arn'] ?? '');
  if (root !== null && row['user'] === '<root_account>')
    return { kind: 'root', root: readRoot(row, root[1] as AccountId) };
  const arn = parseUserArn(row['arn']);
  if (arn === undefined || row['user'] === undefined) return { kind: 'malformed', field: 'arn' };
  return { kind: 'user', user: readUser(row, arn) };
}

function readRoot(row: ReportRow, accountId: AccountId): ReportedRoot {
  const used = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'];
  const times = used.map((column) => parseTime(row[column])).filter((at) => at !== undefined);
  const isActive = (column: string) => readFlag(row[column]) === true;
  return {
    accountId,
    lastUsed: times.sort().at(-1),
    mfaActive: readFlag(row['mfa_active']),
    activeKeys: ['access_key_1_active', 'access_key_2_active'].filter(isActive).length,
  };
}

function readUser(row: ReportRow, arn: { accountId: AccountId; path: string }): ReportedUser {
  const cells = new Cells(row);
  const credentials = [
    readPassword(cells),
    readKey(cells, 'access_key_1'),
    readKey(cells, 'access_key_2'),
    readCertificate(cells, 'cert_1'),
    readCertificate(cells, 'cert_2'),
  ].filter((credential) => credential !== undefined);
  const createdAt = cells.date('user_creation_time');
  cells.noteUnlisted();
  return {
    accountId: arn.accountId,
    userName: row['user'] as string,
    arn: row['arn'] as string,
    path: arn.path,
    createdAt,
    credentials,
    mfaActive: readFlag(row['mfa_active']),
    gaps: cells.gaps,
  };
}

const absent: ReadonlySet<string | undefined> = new Set(['', 'N/A', 'not_supported', 'no_information']);

function readFlag(text: string | undefined): boolean | undefined {
  const flag = text?.toLowerCase();
  return flag === 'true' ? true : flag === 'false' ? false : undefined;
}

/** The cells of one row. An unreadable cell becomes a gap. */
class Cells {
  readonly gaps: MissingFact[] = [];
  private readonly row: ReportRow;

  constructor(row: ReportRow) {
    this.row = row;
  }

  text(column: string): string | undefined {
    const text = this.row[column];
    return absent.has(text) ? undefined : text;
  }

  raw(column: string): string | undefined {
    return this.row[column];
  }

  unreadable(field: string): undefined {
    this.gaps.push({ kind: 'field-unreadable', source: 'credential-report', field });
  }

  flag(column: string): boolean | undefined {
    const flag = readFlag(this.row[column]);
    return flag === undefined ? this.unreadable(column) : flag;
  }

  date(column: string): Instant | undefined {
    return parseTime(this.row[column]) ?? this.unreadable(column);
  }

  noteUnlisted(): void {
    const info = this.text('additional_credentials_info');
    if (info !== undefined && info !== '0')
      this.gaps.push({ kind: 'credentials-not-in-report', info: info.slice(0, 200) });
  }
}

const unreported: LastUse = { kind: 'unknown', why: 'not-reported' };

function readPassword(cells: Cells): Credential | undefined {
  if (cells.flag('password_enabled') !== true) return formerPassword(cells);
  const lastUse: LastUse =
    cells.raw('password_last_used') === 'no_information' ? { kind: 'never' } : usedAt(cells, 'password_last_used');
  const createdAt = cells.date('password_last_changed');
  return { kind: 'password', id: 'password', status: 'active', createdAt, lastUse };
}

/** A deleted password may still have its last use in the row. That is evidence, kept as an inactive credential. */
function formerPassword(cells: Cells): Credential | undefined {
  if (cells.text('password_last_used') === undefined) return undefined;
  const lastUse = usedAt(cells, 'password_last_used');
  const createdAt = parseTime(cells.raw('password_last_changed'));
  return { kind: 'password', id: 'password', status: 'inactive', createdAt, lastUse };
}

function usedAt(cells: Cells, column: string): LastUse {
  const at = cells.date(column);
  return at === undefined ? unreported : { kind: 'at', at };
}

function readKey(cells: Cells, slot: 'access_key_1' | 'access_key_2'): Credential | undefined {
  const active = cells.flag(`${slot}_active`);
  const used = cells.raw(`${slot}_last_used_date`);
  const noKey =
    active !== true &&
    [`${slot}_last_rotated`, `${slot}_last_used_date`].every((column) => cells.text(column) === undefined);
  if (noKey) return undefined;
  const createdAt = cells.date(`${slot}_last_rotated`);
  const lastUse = used === 'N/A' || used === 'no_information' ? { kind: 'never' as const } : keyUse(cells, slot);
  return { kind: 'access-key', id: slot, status: active === false ? 'inactive' : 'active', createdAt, lastUse };
}

function keyUse(cells: Cells, slot: string): LastUse {
  const use = usedAt(cells, `${slot}_last_used_date`);
  if (use.kind !== 'at') return use;
  const service = cells.text(`${slot}_last_used_service`);
  const region = cells.text(`${slot}_last_used_region`);
  return { ...use, ...(service !== undefined && { service }), ...(region !== undefined && { region }) };
}

function readCertificate(cells: Cells, slot: 'cert_1' | 'cert_2'): Credential | undefined {
  if (cells.raw(`${slot}_active`) === undefined) return undefined;
  const active = cells.flag(`${slot}_active`);
  if (active !== true && cells.text(`${slot}_last_rotated`) === undefined) return undefined;
  const createdAt = cells.date(`${slot}_last_rotated`);
  const status = active === false ? 'inactive' : 'active';
  return { kind: 'signing-certificate', id: slot, status, createdAt, lastUse: { kind: 'unknown', why: 'not-tracked' } };
}
