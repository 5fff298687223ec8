import { describe, expect, it } from 'vitest';
import { gapWords, kindNames, sourceWords } from '../../../domain/inventory/gap-words.ts';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { daysAgo } from '../builders.ts';

describe('what was not known', () => {
  it.each<[MissingFact, string]>([
    [{ kind: 'no-row' }, 'the credential report has no row for this user'],
    [
      { kind: 'row-of-another-user', rowCreatedAt: daysAgo(1) },
      "the credential report's row is of another user of this name, created 2026-11-22T08:00:00Z",
    ],
    [{ kind: 'report-stale', generatedAt: daysAgo(2) }, 'the credential report is old, made 2026-11-21T08:00:00Z'],
    [{ kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' }, 'CreateDate in ListUsers cannot be read'],
    [{ kind: 'credentials-not-in-report', info: '1' }, 'the user has credentials that the report does not list (1)'],
    [{ kind: 'record-unreadable', field: 'eventTime' }, 'a CloudTrail record of this user cannot be read (eventTime)'],
    [
      { kind: 'report-undated', newestDaysOld: 1 },
      'the credential report has no date; its newest entry is 1 day old: say when it was made with --report-made TIME, or give the JSON answer of aws iam get-credential-report',
    ],
    [{ kind: 'log-files-unreadable', files: 1 }, '1 log file could not be read'],
    [
      { kind: 'record-unreadable', field: 'id.time', source: 'google-login-activity' },
      'a record of the activity reports of this user cannot be read (id.time)',
    ],
    [
      { kind: 'recorded-since', source: 'google-token-activity', since: daysAgo(2) },
      'the token activity knows of use since 2026-11-21 only, which is inside the window',
    ],
    [
      { kind: 'source-not-read', source: 'google-token-activity' },
      'the token activity was not read, and it may know of a use',
    ],
    [
      { kind: 'field-not-listed', source: 'google-usage-report', field: 'gmail:last_imap_time' },
      'the usage report has no gmail:last_imap_time of this user',
    ],
    [{ kind: 'log-files-unreadable', files: 2 }, '2 log files could not be read'],
    [{ kind: 'use-not-recorded', credential: 'ssh-public-key' }, 'IAM does not record the use of its active SSH key'],
    [{ kind: 'no-credential-report' }, "no credential report was given, so IAM's own last use is not known"],
    [
      { kind: 'record-unattributed', field: 'userIdentity.accountId' },
      'a CloudTrail record that may be of this user cannot be read (userIdentity.accountId)',
    ],
    [
      { kind: 'source-failed', source: 'event-history', why: 'Throttling' },
      "CloudTrail's event history could not be read (Throttling)",
    ],
    [{ kind: 'not-listed', source: 'list-users' }, 'ListUsers does not list this user'],
    [
      { kind: 'activity-not-listed', source: 'entra-sign-in-activity', users: 3 },
      "Entra ID's sign-in activity names no last use of any of 3 users: a licence or a permission is missing",
    ],
    [
      { kind: 'list-stale', source: 'entra-sign-in-activity', madeAt: daysAgo(2) },
      "Entra ID's sign-in activity is old, read 2026-11-21T08:00:00Z",
    ],
    [
      { kind: 'list-undated', source: 'entra-sign-in-activity', newestDaysOld: 3 },
      "Entra ID's sign-in activity has no date; its newest entry is 3 days old: say when it was read with --report-made TIME",
    ],
    [
      { kind: 'list-read-once', source: 'entra-sign-in-activity' },
      "Entra ID's sign-in activity was read once only, and it may answer differently each time",
    ],
    [
      { kind: 'list-reads-differ', source: 'entra-sign-in-activity' },
      "Entra ID's sign-in activity answered differently each time it was read",
    ],
    [
      { kind: 'list-behind', source: 'entra-sign-in-activity', hours: 24 },
      "Entra ID's sign-in activity may be 24 hours behind",
    ],
    [
      { kind: 'attempt-undecided', source: 'entra-sign-in-activity', at: daysAgo(2) },
      'the user tried to sign in at 2026-11-21T08:00:00Z, and nobody says whether that succeeded',
    ],
    [
      { kind: 'recorded-since', source: 'entra-sign-in-activity', since: daysAgo(2) },
      "Entra ID's sign-in activity knows of success since 2026-11-21 only, which is inside the window",
    ],
    [
      { kind: 'period-too-short', source: 'gcp-last-authentication', from: daysAgo(30), to: daysAgo(2) },
      "Policy Analyzer's last authentication looks at 2026-10-24 to 2026-11-21 only, in whole days, which is too short",
    ],
    [
      { kind: 'age-unknown', since: daysAgo(2) },
      'nobody says when this user was created, and it is known since 2026-11-21 only',
    ],
    [
      { kind: 'use-not-recorded', credential: 'hmac-key' },
      'Google Cloud does not record the use of its active HMAC key',
    ],
    [
      { kind: 'record-unreadable', field: 'status', source: 'entra-sign-in-log' },
      'a record of the sign-in log of this user cannot be read (status)',
    ],
    [
      { kind: 'use-not-recorded', credential: 'on-premises-account' },
      'Entra ID does not record the use of its active on-premises account',
    ],
    [
      { kind: 'all-silent-at-once', users: 3 },
      'all users fell silent at once (3 since the last run): a source may be broken',
    ],
  ])('%j', (gap, words) => {
    expect(gapWords(gap)).toBe(words);
  });
});

it('each source and each kind of credential has its words', () => {
  expect(sourceWords).toEqual({
    cloudtrail: 'CloudTrail',
    'credential-report': 'the credential report',
    'list-users': 'ListUsers',
    'service-last-accessed': 'the services last accessed',
    'authorization-details': 'the authorization details',
    'service-specific-credentials': 'the list of service-specific credentials',
    'ssh-public-keys': 'the list of SSH keys',
    'event-history': "CloudTrail's event history",
    table: 'the table of last sightings',
    'entra-users': "Entra ID's list of users",
    'entra-sign-in-activity': "Entra ID's sign-in activity",
    'entra-sign-in-log': 'the sign-in log',
    'google-users': "Google's list of users",
    'google-last-login': "Google's last login",
    'google-usage-report': 'the usage report',
    'google-login-activity': 'the login activity',
    'google-token-activity': 'the token activity',
    'google-saml-activity': 'the SAML activity',
    'gcp-service-accounts': "Google Cloud's list of service accounts",
    'gcp-activities': "Policy Analyzer's list of authentications",
    'gcp-last-authentication': "Policy Analyzer's last authentication",
  });
  expect(kindNames).toEqual({
    password: 'password',
    'access-key': 'key',
    'service-specific-credential': 'service-specific credential',
    'ssh-public-key': 'SSH key',
    'signing-certificate': 'signing certificate',
    'sign-in': 'sign-in',
    'app-access': 'mail and app access',
    'on-premises-account': 'on-premises account',
    authentication: 'authentication',
    'service-account-key': 'key',
    'hmac-key': 'HMAC key',
    'api-key': 'API key',
  });
});
