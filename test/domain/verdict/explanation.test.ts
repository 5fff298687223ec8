import { describe, expect, it } from 'vitest';
import { ago } from '../../../domain/ago.ts';
import type { Coverage } from '../../../domain/coverage/coverage.ts';
import { coverageWords } from '../../../domain/coverage/coverage-words.ts';
import { gapWords } from '../../../domain/inventory/gap-words.ts';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { assess, type UserFacts } from '../../../domain/verdict/assessment.ts';
import type { Exemption } from '../../../domain/verdict/exemption.ts';
import { explain } from '../../../domain/verdict/explanation.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  never,
  notTracked,
  now,
  password,
  question,
  region,
  sighting,
  usedAt,
} from '../builders.ts';

const whole: Coverage = { kind: 'whole', regions: [region()] };
const reason = (changes: Partial<UserFacts>) => {
  const given = facts({ coverage: whole, ...changes });
  return explain(assess(given, question), { asOf: now, thresholdDays: 90, coverage: given.coverage });
};
const neverPassword = password({ lastUse: never });
const until = (changes: Partial<Exemption>): Exemption => ({
  by: 'tag keep',
  until: undefined,
  reason: undefined,
  ended: false,
  ...changes,
});

describe('why a user has its state', () => {
  it.each<[string, Partial<UserFacts>, string]>([
    [
      'active by CloudTrail',
      { lastSeen: lastSeen(sighting({ at: daysAgo(5) })) },
      'last seen 5 days ago by CloudTrail (s3 ListBuckets from eu-west-1), key AKIAALICE00000000001',
    ],
    [
      'active by a refused call',
      { lastSeen: lastSeen(sighting({ at: daysAgo(1), errorCode: 'AccessDenied', region: undefined })) },
      'last seen 1 day ago by CloudTrail (s3 ListBuckets), key AKIAALICE00000000001, refused: AccessDenied',
    ],
    [
      'active by the report',
      { user: iamUser({ credentials: [accessKey({ lastUse: usedAt(daysAgo(0, -5)) })] }) },
      'last seen less than a day ago by the credential report, key 1',
    ],
    [
      'active by ListUsers',
      { user: iamUser({ passwordLastUsed: daysAgo(89, -80_000) }) },
      'last seen 89 days ago by ListUsers, password',
    ],
    [
      'idle',
      {
        user: iamUser({ credentials: [neverPassword, accessKey()] }),
        lastSeen: lastSeen(sighting({ at: daysAgo(97) })),
      },
      'last seen 97 days ago by CloudTrail (s3 ListBuckets from eu-west-1), key AKIAALICE00000000001; ' +
        'password never used since it was set 400 days ago',
    ],
    [
      'idle, seen in the console',
      { lastSeen: lastSeen(sighting({ at: daysAgo(97), credential: 'console', eventName: undefined })) },
      'last seen 97 days ago by CloudTrail, console session',
    ],
    [
      'idle, seen with temporary credentials',
      { lastSeen: lastSeen(sighting({ at: daysAgo(97), credential: 'session', eventSource: undefined })) },
      'last seen 97 days ago by CloudTrail (ListBuckets from eu-west-1), temporary credentials; ' +
        'password last used 200 days ago by the credential report',
    ],
    [
      'idle, seen as a federated user',
      { lastSeen: lastSeen(sighting({ at: daysAgo(97), credential: 'federation', eventName: undefined })) },
      'last seen 97 days ago by CloudTrail, federation token; ' +
        'password last used 200 days ago by the credential report',
    ],
    [
      'idle, with a password set again after its last use',
      { user: iamUser({ credentials: [password({ createdAt: daysAgo(100) })], passwordLastUsed: daysAgo(150) }) },
      'last seen 150 days ago by ListUsers, password',
    ],
    [
      'idle, with a key rotated after its last use',
      {
        user: iamUser({
          credentials: [password(), accessKey({ createdAt: daysAgo(95), lastUse: usedAt(daysAgo(300)) })],
        }),
      },
      'last seen 200 days ago by the credential report, password; ' +
        'key 1 last used 300 days ago by the credential report, created again 95 days ago',
    ],
    [
      'idle, with a key used before',
      { user: iamUser({ credentials: [password(), accessKey({ lastUse: usedAt(daysAgo(300)) })] }) },
      'last seen 200 days ago by the credential report, password; key 1 last used 300 days ago by the credential report',
    ],
    [
      'never used',
      { user: iamUser({ credentials: [neverPassword, accessKey({ lastUse: never, status: 'inactive' })] }) },
      'never seen since it was created 400 days ago; password never used since it was set 400 days ago; ' +
        'inactive key 1 never used since it was created 400 days ago',
    ],
    [
      'never used, without credentials',
      { user: iamUser({ credentials: [], sshKeysListed: true }) },
      'never seen since it was created 400 days ago; it has no credential',
    ],
    [
      'never used, without credentials but for SSH keys that nobody looked at',
      { user: iamUser({ credentials: [] }) },
      'never seen since it was created 400 days ago; it has no credential; its SSH keys were not looked at',
    ],
    [
      'new, by a password re-issued',
      { user: iamUser({ credentials: [password({ createdAt: daysAgo(1) })], passwordLastUsed: daysAgo(150) }) },
      'last seen 150 days ago by ListUsers, password; password last used 150 days ago by ListUsers, set again 1 day ago',
    ],
    [
      'new, by a key created',
      { user: iamUser({ credentials: [password(), accessKey({ createdAt: daysAgo(1), lastUse: never })] }) },
      'last seen 200 days ago by the credential report, password; key 1 never used since it was created 1 day ago',
    ],
    [
      'new, by itself',
      { user: iamUser({ createdAt: daysAgo(2), credentials: [], sshKeysListed: true }) },
      'created 2 days ago; it has no credential',
    ],
    [
      'unknown without a report: nothing is said of credentials',
      { user: iamUser({ credentials: undefined, gaps: [{ kind: 'no-credential-report' }] }) },
      "cannot judge: no credential report was given, so IAM's own last use is not known",
    ],
    [
      'unknown by a certificate',
      {
        user: iamUser({ credentials: [accessKey({ kind: 'signing-certificate', id: 'cert_2', lastUse: notTracked })] }),
        coverage: { kind: 'none' },
      },
      'cannot judge: nobody records the use of its active signing certificate; ' +
        'signing certificate 2: use not recorded by IAM',
    ],
    [
      'not corroborated',
      { coverage: { kind: 'none' } },
      'last seen 200 days ago by the credential report, password; not corroborated by CloudTrail: no logs',
    ],
    [
      'exempt',
      { exemption: until({ until: '2027-03-31', reason: 'summer staff' }) },
      'last seen 200 days ago by the credential report, password; exempt by tag keep until 2027-03-31 (summer staff)',
    ],
    [
      'exempt without terms',
      { exemption: until({}) },
      'last seen 200 days ago by the credential report, password; exempt by tag keep',
    ],
    [
      'exempt no more',
      { exemption: until({ until: '2026-01-31', ended: true }) },
      'last seen 200 days ago by the credential report, password; exemption by tag keep ended 2026-01-31',
    ],
  ])('%s', (_, changes, expected) => {
    expect(reason(changes)).toBe(expected);
  });
});

describe('how long ago', () => {
  it.each([
    [0, 0, 'less than a day ago'],
    [1, 1, 'less than a day ago'],
    [1, 0, '1 day ago'],
    [2, 1, '1 day ago'],
    [2, 0, '2 days ago'],
    [89, -77_760, '89 days ago'],
    [-1, 0, 'in the future (2026-11-24T08:00:00Z)'],
  ])('%i days and %i seconds is %s', (days, seconds, words) => {
    expect(ago(daysAgo(days, seconds), now)).toBe(words);
  });
});

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
    [{ kind: 'log-files-unreadable', files: 1 }, '1 log file could not be read'],
    [{ kind: 'log-files-unreadable', files: 2 }, '2 log files could not be read'],
    [{ kind: 'use-not-recorded', credential: 'ssh-public-key' }, 'nobody records the use of its active SSH key'],
    [
      { kind: 'all-silent-at-once', users: 3 },
      'all users fell silent at once (3 since the last run): a source may be broken',
    ],
  ])('%j', (gap, words) => {
    expect(gapWords(gap)).toBe(words);
  });
});

describe('how far CloudTrail vouches', () => {
  const gap = (to: string) => ({ region: region(), from: '2026-11-01', to });
  const day = (of: number) => ({ region: region(), from: `2026-11-0${of}`, to: `2026-11-0${of}` });
  it.each<[Coverage, string]>([
    [{ kind: 'none' }, 'no logs'],
    [whole, 'watched every day in eu-west-1'],
    [{ kind: 'partial', regions: [region()], gaps: [gap('2026-11-01')] }, 'eu-west-1 not watched 2026-11-01'],
    [
      { kind: 'partial', regions: [region()], gaps: [gap('2026-11-04')] },
      'eu-west-1 not watched 2026-11-01 to 2026-11-04',
    ],
    [
      { kind: 'partial', regions: [region()], gaps: [1, 2, 3].map(day) },
      'eu-west-1 not watched 2026-11-01, eu-west-1 not watched 2026-11-02, eu-west-1 not watched 2026-11-03',
    ],
    [
      {
        kind: 'partial',
        regions: [region()],
        gaps: ['ap', 'ca', 'eu'].map((name) => ({ ...day(1), region: region(`${name}-west-1`) })),
      },
      'ap-west-1, ca-west-1, eu-west-1 not watched 2026-11-01',
    ],
    [
      {
        kind: 'partial',
        regions: [region()],
        gaps: [...['ap', 'ca', 'eu', 'us'].map((name) => ({ ...day(1), region: region(`${name}-west-1`) })), day(2)],
      },
      'ap-west-1, ca-west-1 and 2 more Regions not watched 2026-11-01, eu-west-1 not watched 2026-11-02',
    ],
    [
      { kind: 'partial', regions: [region()], gaps: [day(6), gap('2026-11-03'), day(8), gap('2026-11-30'), day(5)] },
      'eu-west-1 not watched 2026-11-01 to 2026-11-30, eu-west-1 not watched 2026-11-01 to 2026-11-03, eu-west-1 not watched 2026-11-06 and 2 more',
    ],
    [
      { kind: 'partial', regions: [region()], gaps: [1, 2, 3, 4].map(day) },
      'eu-west-1 not watched 2026-11-01, eu-west-1 not watched 2026-11-02, eu-west-1 not watched 2026-11-03 and 1 more',
    ],
  ])('%j', (coverage, words) => {
    expect(coverageWords(coverage)).toBe(words);
  });
});
