import { describe, expect, it } from 'vitest';
import {
  type CredentialReport,
  datedRows,
  readReport,
  rowsOfTable,
} from '../../../domain/inventory/credential-report.ts';
import { gapWords } from '../../../domain/inventory/gap-words.ts';
import { readReportRow } from '../../../domain/inventory/report-row.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, now, reportRow } from '../builders.ts';

function reportOf(userName: string, times: { generatedAt?: Instant; newestEntry?: Instant }): CredentialReport {
  const reading = readReportRow(reportRow({ user: userName, arn: `arn:aws:iam::123456789012:user/${userName}` }));
  if (reading.kind !== 'user') throw new Error(`read as ${reading.kind}`);
  return { users: [reading.user], roots: [], generatedAt: undefined, newestEntry: undefined, ...times };
}
const gapsOf = (...reports: readonly CredentialReport[]) =>
  datedRows(reports, now).map(({ userName, gaps }) => [userName, ...gaps]);

describe('a report without a date', () => {
  it.each<[string, Instant | undefined, object[]]>([
    ['whose newest entry is a day old is taken for fresh', daysAgo(1), []],
    ['whose newest entry is a second older is undated', daysAgo(1, -1), [{ kind: 'report-undated', newestDaysOld: 1 }]],
    ['whose newest entry is 23 days old is undated', daysAgo(23), [{ kind: 'report-undated', newestDaysOld: 23 }]],
    ['without any time is undated', undefined, [{ kind: 'report-undated' }]],
  ])('%s', (_, newestEntry, gaps) => {
    expect(gapsOf(reportOf('alice', newestEntry === undefined ? {} : { newestEntry }))).toEqual([['alice', ...gaps]]);
  });

  it('says so in words for somebody who downloaded it a minute ago', () => {
    expect(gapWords({ kind: 'report-undated', newestDaysOld: 23 })).toBe(
      'the credential report has no date; its newest entry is 23 days old: say when it was made with --report-made TIME, or give the JSON answer of aws iam get-credential-report',
    );
    expect(gapWords({ kind: 'report-undated' })).toMatch(/has no date; it has no entry with a time: say when/);
  });
});

describe('the date of a report', () => {
  it('counts more than its newest entry', () => {
    const generatedAt = daysAgo(2);
    expect(gapsOf(reportOf('alice', { generatedAt, newestEntry: now }))).toEqual([
      ['alice', { kind: 'report-stale', generatedAt }],
    ]);
    expect(gapsOf(reportOf('alice', { generatedAt: now, newestEntry: daysAgo(200) }))).toEqual([['alice']]);
  });

  it('leaves the rows of a report without one, which may be as late', () => {
    const reports = [reportOf('alice', { generatedAt: now }), reportOf('bob', { newestEntry: daysAgo(1) })];
    expect(gapsOf(...reports)).toEqual([['alice'], ['bob']]);
  });

  it('tells which of two reports of an account speaks, in whatever order they come', () => {
    const reports = [reportOf('alice', { generatedAt: now }), reportOf('bob', { generatedAt: daysAgo(9) })];
    expect(gapsOf(...reports)).toEqual([['alice']]);
    expect(gapsOf(...reports.toReversed())).toEqual([['alice']]);
  });
});

const rootRow = reportRow({ user: '<root_account>', arn: 'arn:aws:iam::123456789012:root' });
const bobRow = reportRow({ user: 'bob', arn: 'arn:aws:iam::123456789012:user/bob' });
const brokenRow = reportRow({ arn: 'x' });

describe('a credential report', () => {
  it('has users and root apart, in the order of its rows', () => {
    const { report, malformed } = readReport([rootRow, reportRow(), bobRow], daysAgo(1));
    expect(report.users.map(({ userName }) => userName)).toEqual(['alice', 'bob']);
    expect(report.roots.map(({ accountId }) => accountId)).toEqual(['123456789012']);
    expect([report.generatedAt, malformed]).toEqual([daysAgo(1), []]);
  });

  it('names its rows that cannot be read by their numbers from 1', () => {
    const { report, malformed } = readReport([brokenRow, bobRow, brokenRow], undefined);
    expect(report.users.map(({ userName }) => userName)).toEqual(['bob']);
    expect(malformed).toEqual([
      { row: 1, field: 'arn' },
      { row: 3, field: 'arn' },
    ]);
  });

  it('without rows is empty', () => {
    const report = { users: [], roots: [], generatedAt: undefined, newestEntry: undefined };
    expect(readReport([], undefined)).toEqual({ report, malformed: [] });
  });
});

describe('the newest entry of a report', () => {
  const newestOf = (...rows: Parameters<typeof readReport>[0]) => readReport(rows, undefined).report.newestEntry;

  it('is the newest time in any row and column', () => {
    expect(newestOf(reportRow())).toBe('2026-05-08T08:00:00Z');
    expect(newestOf(reportRow({ cert_2_last_rotated: '2026-06-01T00:00:00+00:00' }), bobRow)).toBe(
      '2026-06-01T00:00:00Z',
    );
    expect(newestOf(bobRow, rootRow, { ...brokenRow, a_new_column: '2026-07-01T00:00:00Z' })).toBe(
      '2026-07-01T00:00:00Z',
    );
  });

  it('is never the next rotation of a password, which is to come', () => {
    expect(newestOf(reportRow({ password_next_rotation: '2027-01-01T00:00:00+00:00' }))).toBe('2026-05-08T08:00:00Z');
  });

  it('is not known where no cell is a time', () => {
    expect(newestOf({ user: 'alice', arn: 'x', user_creation_time: 'N/A' })).toBeUndefined();
  });
});

describe('the table of a credential report', () => {
  const header = ['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used'];
  const rowsOf = (table: readonly (readonly string[])[]) => {
    const rows = rowsOfTable(table);
    return rows.kind === 'ok' ? rows.value : rows;
  };

  it('has rows by the names in its header, in whatever order these are', () => {
    expect(rowsOf([header, ['alice', 'a', 't', 'true', 'N/A']])).toEqual([
      { user: 'alice', arn: 'a', user_creation_time: 't', password_enabled: 'true', password_last_used: 'N/A' },
    ]);
    expect(rowsOf([header.toReversed(), ['N/A', 'true', 't', 'a', 'alice']])).toMatchObject([{ user: 'alice' }]);
    expect(rowsOf([header])).toEqual([]);
  });

  it('may lack cells at the end of a row; cells beyond the header have no name', () => {
    expect(rowsOf([header, ['alice', 'a'], [], ['bob', 'b', '', '', '', 'more']])).toStrictEqual([
      { user: 'alice', arn: 'a' },
      {},
      { user: 'bob', arn: 'b', user_creation_time: '', password_enabled: '', password_last_used: '' },
    ]);
  });

  it('may be several reports in a row, each with a header of its own', () => {
    const other = ['user', 'password_last_used', 'arn'];
    expect(rowsOf([header, ['alice', 'a'], other, ['bob', 'N/A', 'b']])).toEqual([
      { user: 'alice', arn: 'a' },
      { user: 'bob', password_last_used: 'N/A', arn: 'b' },
    ]);
  });

  it('has users whose names are those of columns', () => {
    expect(rowsOf([header, ['user', 'a'], ['arn', 'a'], ['x', 'arn', 'user']])).toEqual([
      { user: 'user', arn: 'a' },
      { user: 'arn', arn: 'a' },
      { user: 'x', arn: 'arn', user_creation_time: 'user' },
    ]);
  });

  it.each(header)('is refused by name without the column %s', (column) => {
    const table = [header.filter((name) => name !== column), ['alice']];
    const problem = { field: 'the report', given: undefined, todo: `the header lacks ${column}` };
    expect(rowsOf(table)).toMatchObject({ problems: [problem] });
  });

  it('is refused where it is empty', () => {
    const todo = 'the header lacks user, arn, user_creation_time, password_enabled, password_last_used';
    expect(rowsOf([])).toMatchObject({ problems: [{ todo }] });
  });
});
