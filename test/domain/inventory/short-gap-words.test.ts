import { describe, expect, it } from 'vitest';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { shortGapWords, shortSourceWords } from '../../../domain/inventory/short-gap-words.ts';
import { daysAgo } from '../builders.ts';

describe('what was not known, on a row of a table', () => {
  it.each<[MissingFact, string]>([
    [{ kind: 'no-credential-report' }, 'no credential report'],
    [{ kind: 'no-row' }, 'no row in the credential report'],
    [{ kind: 'row-of-another-user', rowCreatedAt: daysAgo(1) }, "the report's row is of another user"],
    [{ kind: 'report-stale', generatedAt: daysAgo(2) }, 'credential report of 2026-11-21'],
    [{ kind: 'report-undated' }, 'credential report without a date'],
    [{ kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' }, 'CreateDate cannot be read'],
    [{ kind: 'credentials-not-in-report', info: '1' }, 'credentials missing from the report'],
    [{ kind: 'record-unreadable', field: 'eventTime' }, 'unreadable record of this user'],
    [{ kind: 'record-unattributed', field: 'userIdentity' }, 'unreadable record, maybe of this user'],
    [{ kind: 'log-files-unreadable', files: 1 }, '1 unreadable log file'],
    [{ kind: 'log-files-unreadable', files: 2 }, '2 unreadable log files'],
    [{ kind: 'use-not-recorded', credential: 'ssh-public-key' }, 'use of its SSH key not recorded'],
    [{ kind: 'all-silent-at-once', users: 3 }, 'all users fell silent at once'],
    [{ kind: 'source-failed', source: 'ssh-public-keys', why: 'Throttling' }, 'SSH keys not read (Throttling)'],
    [{ kind: 'not-listed', source: 'authorization-details' }, 'not in authorization details'],
  ])('%j', (gap, words) => {
    expect(shortGapWords(gap)).toBe(words);
  });

  it('each source has its words', () => {
    expect(shortSourceWords).toEqual({
      cloudtrail: 'CloudTrail',
      'credential-report': 'credential report',
      'list-users': 'ListUsers',
      'service-last-accessed': 'services last accessed',
      'authorization-details': 'authorization details',
      'service-specific-credentials': 'service-specific credentials',
      'ssh-public-keys': 'SSH keys',
      'event-history': 'event history',
      table: 'table',
    });
  });
});
