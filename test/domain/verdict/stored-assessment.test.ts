import { describe, expect, it } from 'vitest';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { assessmentFormat, readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  key,
  lastSeen,
  never,
  notReported,
  notTracked,
  now,
  password,
  question,
  region,
  sighting,
} from '../builders.ts';

/** As the table gives it back: without what is undefined. */
const stored = (assessment: unknown): unknown => JSON.parse(JSON.stringify(assessment));

const gaps: MissingFact[] = [
  { kind: 'no-credential-report' },
  { kind: 'row-of-another-user', rowCreatedAt: daysAgo(3) },
  { kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' },
  { kind: 'all-silent-at-once', users: 3 },
  { kind: 'source-failed', source: 'table', why: 'Throttling' },
  { kind: 'use-not-recorded', credential: 'ssh-public-key' },
];

/** An assessment that has every part there is, with the hint beside it. */
const judged: Assessment = assess(
  facts({
    user: iamUser({
      credentials: [
        password(),
        accessKey({ lastUse: { kind: 'at', at: daysAgo(1), service: 's3', region: 'eu-west-1' } }),
        accessKey({ id: 'access_key_2', status: 'inactive', lastUse: never, createdAt: undefined }),
        accessKey({ kind: 'service-specific-credential', id: 'ACCA1', lastUse: notTracked }),
      ],
      tags: [{ key: 'team', value: 'ops' }],
      groups: ['admins'],
      passwordLastUsed: daysAgo(200),
    }),
    lastSeen: lastSeen(sighting({ credential: key(), errorCode: 'AccessDenied' })),
    lookups: new Map([[region(), { from: daysAgo(89), to: now }]]),
    gaps,
    exemption: { by: 'tag keep', until: '2027-03-31', reason: 'leave', ended: false },
  }),
  question,
);

const whole: Assessment = {
  ...judged,
  rhythm: { gaps: 212, longestGap: 9, quiet: true },
  quietSince: '2026-10-23',
};

const bare: Assessment = assess(facts({ user: iamUser({ userId: undefined, credentials: undefined }) }), question);

describe('a stored assessment', () => {
  it.each([
    ['with all there is', whole],
    ['with little known', bare],
  ])('is read as it was written: %s', (_, assessment) => {
    const item = { format: assessmentFormat, assessment: stored(assessment) };
    expect(readAssessment(item)).toEqual(stored(assessment));
  });

  it('of before there was a format is read, if its shape holds', () => {
    expect(readAssessment({ assessment: stored(whole) })).toEqual(stored(whole));
    expect(readAssessment({ assessment: { ...bare, state: 'lively' } })).toBeUndefined();
  });

  it('of another format is not read, whatever its shape', () => {
    for (const format of [assessmentFormat + 1, 0, '1', null]) {
      expect(readAssessment({ format, assessment: stored(whole) })).toBeUndefined();
    }
  });

  it('with more than is known here is read: fields may be added', () => {
    const more = { ...bare, season: 'summer', user: { ...bare.user, nickname: 'al' } };
    expect(readAssessment({ format: assessmentFormat, assessment: stored(more) })).toEqual(stored(more));
  });
});

/** One gap of each kind with all its fields; the compiler misses none. */
const everyGap: { readonly [kind in MissingFact['kind']]: Extract<MissingFact, { kind: kind }> } = {
  'no-credential-report': { kind: 'no-credential-report' },
  'no-row': { kind: 'no-row' },
  'row-of-another-user': { kind: 'row-of-another-user', rowCreatedAt: now },
  'report-stale': { kind: 'report-stale', generatedAt: now },
  'report-undated': { kind: 'report-undated' },
  'field-unreadable': { kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' },
  'credentials-not-in-report': { kind: 'credentials-not-in-report', info: '1' },
  'record-unreadable': { kind: 'record-unreadable', field: 'eventTime' },
  'record-unattributed': { kind: 'record-unattributed', field: 'eventTime' },
  'log-files-unreadable': { kind: 'log-files-unreadable', files: 1 },
  'use-not-recorded': { kind: 'use-not-recorded', credential: 'ssh-public-key' },
  'all-silent-at-once': { kind: 'all-silent-at-once', users: 3 },
  'source-failed': { kind: 'source-failed', source: 'event-history', why: 'Throttling' },
  'not-listed': { kind: 'not-listed', source: 'list-users' },
  'activity-not-listed': { kind: 'activity-not-listed', source: 'entra-sign-in-activity', users: 3 },
  'list-stale': { kind: 'list-stale', source: 'entra-sign-in-activity', madeAt: now },
  'list-undated': { kind: 'list-undated', source: 'entra-sign-in-activity' },
  'list-read-once': { kind: 'list-read-once', source: 'entra-sign-in-activity' },
  'list-reads-differ': { kind: 'list-reads-differ', source: 'entra-sign-in-activity' },
  'list-behind': { kind: 'list-behind', source: 'entra-sign-in-activity', hours: 24 },
  'attempt-undecided': { kind: 'attempt-undecided', source: 'entra-sign-in-activity', at: now },
  'recorded-since': { kind: 'recorded-since', source: 'entra-sign-in-activity', since: now },
  'source-not-read': { kind: 'source-not-read', source: 'google-token-activity' },
  'field-not-listed': { kind: 'field-not-listed', source: 'google-usage-report', field: 'gmail:last_imap_time' },
  'period-too-short': { kind: 'period-too-short', source: 'gcp-last-authentication', from: now, to: now },
  'age-unknown': { kind: 'age-unknown', since: now },
};

describe('a stored gap', () => {
  const read = (gap: object) =>
    readAssessment({ format: assessmentFormat, assessment: stored({ ...bare, gaps: [gap] }) })?.gaps;

  it.each(Object.values(everyGap))('of kind $kind is read with all its fields, and not without one', (gap) => {
    expect(read(gap)).toEqual([gap]);
    for (const field of Object.keys(gap)) {
      expect(read({ ...gap, [field]: undefined })).toBeUndefined();
      expect(read({ ...gap, [field]: false })).toBeUndefined();
    }
  });
});

it('a stored gap of a report without a date may have the age of its newest entry, as a number', () => {
  const read = (newestDaysOld: unknown) =>
    readAssessment({ assessment: { ...bare, gaps: [{ kind: 'report-undated', newestDaysOld }] } });
  expect(read(23)).toMatchObject({ gaps: [{ newestDaysOld: 23 }] });
  expect(read('23')).toBeUndefined();
});

it.each([
  accessKey({ kind: 'signing-certificate', id: 'cert_1', lastUse: notTracked }),
  accessKey({ kind: 'ssh-public-key', id: 'APKA1', lastUse: notReported }),
])('a stored $kind whose use is unknown is read', (credential) => {
  const assessment = assess(facts({ user: iamUser({ credentials: [credential] }) }), question);
  expect(readAssessment({ assessment: stored(assessment) })?.user.credentials).toEqual([credential]);
});

describe('a stored assessment of a broken shape is not read', () => {
  const [evidence] = whole.evidence;
  const [credential] = whole.credentials;

  it.each<[string, object]>([
    ['a state that is none', { state: 'lively' }],
    ['no user', { user: undefined }],
    ['a user of no account', { user: { ...whole.user, accountId: '12' } }],
    ['a user id of another kind', { user: { ...whole.user, userId: 'AROAEXAMPLE000000001' } }],
    ['a user whose time is no time', { user: { ...whole.user, createdAt: 'yesterday' } }],
    ['credentials that are no list', { credentials: {} }],
    [
      'a credential of an unknown kind',
      { credentials: [{ ...credential, credential: password({ id: 'x' }), state: 1 }] },
    ],
    [
      'a last use of an unknown kind',
      { user: iamUser({ credentials: [{ ...password(), lastUse: { kind: 'maybe' } as never }] }) },
    ],
    [
      'a last use without its time',
      { user: iamUser({ credentials: [{ ...password(), lastUse: { kind: 'at' } as never }] }) },
    ],
    [
      'a last use that is unknown for no reason',
      { user: iamUser({ credentials: [{ ...password(), lastUse: { kind: 'unknown' } as never }] }) },
    ],
    ['a tag without a key', { user: { ...whole.user, tags: [{ value: 'ops' }] } }],
    ['a credential used at no time', { credentials: [{ ...credential, lastUsed: { source: 'cloudtrail' } }] }],
    ['evidence of an unknown source', { evidence: [{ ...evidence, source: 'hearsay' }] }],
    ['evidence with a sighting that has no time', { lastActivity: { ...evidence, sighting: { eventName: 'x' } } }],
    ['a gap of an unknown kind', { gaps: [{ kind: 'full-moon' }] }],
    ['a gap that lacks its field', { gaps: [{ kind: 'report-stale' }] }],
    ['an exemption without a rule', { exemption: { ended: false } }],
    ['a flag that is no flag', { corroborated: 'yes' }],
    ['a rhythm without its gaps', { rhythm: { longestGap: 9, quiet: true } }],
    ['a silence that began on no day', { quietSince: 7 }],
    ['a window without an end', { lookedUp: { 'eu-west-1': { from: now } } }],
  ])('%s', (_, changes) => {
    expect(readAssessment({ format: assessmentFormat, assessment: stored({ ...whole, ...changes }) })).toBeUndefined();
  });

  it.each([undefined, null, 'assessment', 7, [], {}])('%j in its place', (assessment) => {
    expect(readAssessment({ format: assessmentFormat, assessment })).toBeUndefined();
  });
});
