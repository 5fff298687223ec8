import { describe, expect, it } from 'vitest';
import { ago } from '../../../domain/ago.ts';
import type { Coverage } from '../../../domain/coverage/coverage.ts';
import { assess, type UserFacts } from '../../../domain/verdict/assessment.ts';
import type { Exemption } from '../../../domain/verdict/exemption.ts';
import { explain, explainApartFromWatch } from '../../../domain/verdict/explanation.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  instant,
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
import { assessed } from './assessed.ts';

const whole: Coverage = { kind: 'whole', regions: [region()] };
const reason = (changes: Partial<UserFacts>) => {
  const given = facts({ coverage: whole, ...changes });
  return explain(assess(given, question), { asOf: now, thresholdDays: 90, coverage: given.coverage });
};
const serviceCredential = accessKey({
  kind: 'service-specific-credential',
  id: 'ACCAALICE',
  lastUse: usedAt(daysAgo(100)),
});
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
      'active without a password, whatever SSH keys there are',
      { user: iamUser({ credentials: [] }), lastSeen: lastSeen(sighting({ at: daysAgo(5), credential: undefined })) },
      'last seen 5 days ago by CloudTrail (s3 ListBuckets from eu-west-1)',
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
      'active by a call without a credential',
      { lastSeen: lastSeen(sighting({ at: daysAgo(5), credential: undefined, region: undefined })) },
      'last seen 5 days ago by CloudTrail (s3 ListBuckets)',
    ],
    [
      "active by a service of China's partition, whose name is not cut",
      { lastSeen: lastSeen(sighting({ at: daysAgo(5), credential: 'console', eventSource: 's3.amazonaws.com.cn' })) },
      'last seen 5 days ago by CloudTrail (s3.amazonaws.com.cn ListBuckets from eu-west-1), console session',
    ],
    [
      'active by a certificate',
      {
        user: iamUser({
          credentials: [accessKey({ kind: 'signing-certificate', id: 'cert_2', lastUse: usedAt(daysAgo(5)) })],
        }),
      },
      'last seen 5 days ago by the credential report, signing certificate 2',
    ],
    [
      'idle by a credential of another kind',
      {
        user: iamUser({
          credentials: [password({ lastUse: never }), serviceCredential, { ...serviceCredential, id: 'ACCAOTHER' }],
        }),
      },
      'last seen 100 days ago by the credential report, key ACCAALICE; password never used since it was set 400 days ago',
    ],
    [
      'idle, with a password set at its last use',
      {
        user: iamUser({ credentials: [password({ createdAt: daysAgo(200) })] }),
        lastSeen: lastSeen(sighting({ at: daysAgo(97), credential: 'session', eventName: undefined })),
      },
      'last seen 97 days ago by CloudTrail, temporary credentials; ' +
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
      'new, by itself, with a key of unknown age',
      {
        user: iamUser({ createdAt: daysAgo(2), credentials: [accessKey({ createdAt: undefined, lastUse: never })] }),
      },
      'created 2 days ago; key 1 never used',
    ],
    [
      'unknown for two reasons: what it does not have is not said either',
      {
        user: iamUser({ credentials: [], sshKeysListed: true, gaps: [{ kind: 'no-row' }] }),
        gaps: [{ kind: 'log-files-unreadable', files: 1 }],
      },
      'cannot judge: the credential report has no row for this user, 1 log file could not be read',
    ],
    [
      'unknown by a service-specific credential',
      {
        user: iamUser({ credentials: [{ ...serviceCredential, lastUse: notTracked }] }),
        coverage: { kind: 'none' },
      },
      'cannot judge: IAM does not record the use of its active service-specific credential; ' +
        'service-specific credential ACCAALICE: use not recorded by IAM',
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
      'cannot judge: IAM does not record the use of its active signing certificate; ' +
        'signing certificate 2: use not recorded by IAM',
    ],
    [
      'not corroborated',
      { coverage: { kind: 'none' } },
      'last seen 200 days ago by the credential report, password; not corroborated by CloudTrail: no logs',
    ],
    [
      'not corroborated on the days that were not looked up either',
      {
        coverage: {
          kind: 'partial',
          regions: [region()],
          gaps: [{ region: region(), from: '2026-11-01', to: '2026-11-23' }],
        },
        lookups: new Map([[region(), { from: instant('2026-11-06T00:00:00Z'), to: now }]]),
      },
      'last seen 200 days ago by the credential report, password; ' +
        'not corroborated by CloudTrail: eu-west-1 not watched 2026-11-01 to 2026-11-05',
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

it.each(['never-used', 'new'] as const)(
  'of a stored user who is %s and of unknown creation no age is said',
  (state) => {
    const stored = assessed('bob', state);
    const { createdAt: _, ...user } = stored.user;
    const words = explain(
      { ...stored, user: { ...user, createdAt: undefined }, credentials: [], corroborated: true },
      { asOf: now, thresholdDays: 90, coverage: whole },
    );
    expect(words).toBe(state === 'new' ? '' : 'never seen');
  },
);

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

it('may leave out how far CloudTrail watched, which an answer says once for all', () => {
  const given = facts({ user: iamUser({ credentials: [neverPassword] }), coverage: { kind: 'none' } });
  const assessment = assess(given, question);
  const clauses = explainApartFromWatch(assessment, now);
  expect(clauses).toBe(
    'never seen since it was created 400 days ago; password never used since it was set 400 days ago',
  );
});
