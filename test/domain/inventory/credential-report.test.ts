import { describe, expect, it } from 'vitest';
import { type CredentialReport, datedRows } from '../../../domain/inventory/credential-report.ts';
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

  it('tells which of two reports of an account speaks, in whatever order they come', () => {
    const reports = [reportOf('alice', { generatedAt: now }), reportOf('bob', { generatedAt: daysAgo(9) })];
    expect(gapsOf(...reports)).toEqual([['alice']]);
    expect(gapsOf(...reports.toReversed())).toEqual([['alice']]);
  });
});
