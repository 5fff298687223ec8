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
    [{ kind: 'activity-not-listed', source: 'entra-sign-in-activity', users: 3 }, 'no last use in sign-in activity'],
    [{ kind: 'list-stale', source: 'entra-sign-in-activity', madeAt: daysAgo(2) }, 'sign-in activity of 2026-11-21'],
    [{ kind: 'list-undated', source: 'entra-sign-in-activity' }, 'sign-in activity without a date'],
    [{ kind: 'list-read-once', source: 'entra-sign-in-activity' }, 'sign-in activity read once only'],
    [{ kind: 'list-reads-differ', source: 'entra-sign-in-activity' }, 'sign-in activity differs from read to read'],
    [
      { kind: 'period-too-short', source: 'gcp-last-authentication', from: daysAgo(30), to: daysAgo(2) },
      'observed 2026-10-24 to 2026-11-21 only',
    ],
    [{ kind: 'age-unknown', since: daysAgo(2) }, 'creation not known, listed since 2026-11-21'],
    [{ kind: 'list-behind', source: 'entra-sign-in-activity', hours: 24 }, 'sign-in activity up to 24 hours behind'],
    [
      { kind: 'attempt-undecided', source: 'entra-sign-in-activity', at: daysAgo(2) },
      'attempt of 2026-11-21, outcome not known',
    ],
    [
      { kind: 'recorded-since', source: 'entra-sign-in-activity', since: daysAgo(2) },
      'success recorded since 2026-11-21 only',
    ],
    [
      { kind: 'recorded-since', source: 'google-token-activity', since: daysAgo(2) },
      'token activity since 2026-11-21 only',
    ],
    [{ kind: 'source-not-read', source: 'google-token-activity' }, 'token activity not read'],
    [
      { kind: 'field-not-listed', source: 'google-usage-report', field: 'gmail:last_imap_time' },
      'no gmail:last_imap_time in usage report',
    ],
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
      'entra-users': 'list of users',
      'entra-sign-in-activity': 'sign-in activity',
      'entra-sign-in-log': 'sign-in log',
      'google-users': 'list of users',
      'google-last-login': 'last login',
      'google-usage-report': 'usage report',
      'google-login-activity': 'login activity',
      'google-token-activity': 'token activity',
      'google-saml-activity': 'SAML activity',
      'gcp-service-accounts': 'list of service accounts',
      'gcp-activities': 'list of authentications',
      'gcp-last-authentication': 'last authentication',
    });
  });
});
