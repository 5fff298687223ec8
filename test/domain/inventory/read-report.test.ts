import { describe, expect, it } from 'vitest';
import { readReport } from '../../../domain/inventory/read-report.ts';
import { daysAgo, reportRow } from '../builders.ts';

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
