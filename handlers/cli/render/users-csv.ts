import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../../domain/plain-text.ts';
import type { UserReport } from '../../report/user-report.ts';
import { printableJson } from './printable-json.ts';

/** One row a user; cells that a spreadsheet would run are quoted by an apostrophe. */
export function usersCsv(users: readonly UserReport[]): string {
  const rows = users.map((user) => ({
    accountId: user.accountId,
    userId: user.userId ?? '',
    userName: user.userName,
    arn: user.arn,
    createdAt: user.createdAt ?? '',
    state: user.state,
    exempt: user.exempt?.by ?? '',
    exemptUntil: user.exempt?.until ?? '',
    usable: user.usable ?? '',
    corroborated: user.corroborated,
    lastActivityAt: user.lastActivity?.at ?? '',
    lastActivitySource: user.lastActivity?.source ?? '',
    lastActivityEvent: user.lastActivity?.event ?? '',
    idleDays: user.idleDays ?? '',
    reason: user.reason,
    credentials: user.credentials.map(({ kind, id, status, state }) => `${kind} ${id} ${status} ${state}`).join('; '),
    tags: Object.entries(user.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join('; '),
  }));
  const cells = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, plainText(`${cell}`)])),
  );
  return stringify(cells, { header: true, columns: csvColumns, escape_formulas: true });
}

const csvColumns = [
  'accountId',
  'userId',
  'userName',
  'arn',
  'createdAt',
  'state',
  'exempt',
  'exemptUntil',
  'usable',
  'corroborated',
  'lastActivityAt',
  'lastActivitySource',
  'lastActivityEvent',
  'idleDays',
  'reason',
  'credentials',
  'tags',
];

/** One JSON value a line. */
export function ndjson(values: readonly unknown[]): string {
  return values.map((value) => `${printableJson(value)}\n`).join('');
}
