import { describe, expect, it } from 'vitest';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { assess, type UserFacts } from '../../../domain/verdict/assessment.ts';
import { shortReason } from '../../../domain/verdict/short-reason.ts';
import { accessKey, daysAgo, facts, iamUser, lastSeen, never, now, password, question, sighting } from '../builders.ts';

const reason = (changes: Partial<UserFacts>) => shortReason(assess(facts(changes), question), now);
const unused = iamUser({ credentials: [password({ lastUse: never })] });

describe('the reason in short', () => {
  it.each<[string, Partial<UserFacts>, string]>([
    [
      'the last call, where CloudTrail saw it',
      { lastSeen: lastSeen(sighting({ at: daysAgo(97) })) },
      's3 ListBuckets from eu-west-1, key AKIAALICE00000000001',
    ],
    [
      'that the call was refused',
      { lastSeen: lastSeen(sighting({ at: daysAgo(1), errorCode: 'AccessDenied' })) },
      's3 ListBuckets from eu-west-1, key AKIAALICE00000000001, refused: AccessDenied',
    ],
    ['the credential and the source', { user: iamUser({ credentials: [accessKey()] }) }, 'key 1, credential report'],
    ['the one credential that was never used', { user: unused }, 'password never used'],
    [
      'how many were never used',
      { user: iamUser({ credentials: [password({ lastUse: never }), accessKey({ lastUse: never })] }) },
      '2 credentials never used',
    ],
    ['that there is none', { user: iamUser({ credentials: [] }) }, 'no credential'],
    [
      'which young credential makes a user new',
      { user: iamUser({ credentials: [accessKey({ lastUse: never, createdAt: daysAgo(3) })] }) },
      'key 1 created 3 days ago',
    ],
    [
      'when a password was set',
      {
        user: iamUser({
          credentials: [accessKey({ lastUse: never }), password({ lastUse: never, createdAt: daysAgo(3) })],
        }),
      },
      'password set 3 days ago',
    ],
    [
      'that the one credential is inactive',
      { user: iamUser({ credentials: [password({ lastUse: never, status: 'inactive' })] }) },
      'inactive password never used',
    ],
    [
      'an exemption without an end',
      { user: unused, exemption: { by: 'tag keep', until: undefined, reason: undefined, ended: false } },
      'exempt by tag keep; password never used',
    ],
    [
      'the source alone, where no credential is known',
      {
        user: iamUser({ credentials: [], passwordLastUsed: undefined }),
        lastSeen: lastSeen(sighting({ credential: undefined })),
      },
      's3 ListBuckets from eu-west-1',
    ],
    ['how young a user is', { user: iamUser({ createdAt: daysAgo(20), credentials: [] }) }, 'created 20 days ago'],
    [
      'an exemption first, with its end',
      {
        user: unused,
        exemption: { by: 'tag keep', until: '2027-03-31', reason: 'leave', ended: false },
      },
      'exempt until 2027-03-31 by tag keep; password never used',
    ],
    [
      'no exemption that has ended',
      { user: unused, exemption: { by: 'tag keep', until: '2026-03-31', reason: undefined, ended: true } },
      'password never used',
    ],
    [
      'the first thing that is missing, and how many more',
      { gaps: [{ kind: 'no-row' }, { kind: 'log-files-unreadable', files: 1 }] },
      'no row in the credential report and 1 more',
    ],
  ])('says %s', (_, changes, words) => {
    expect(reason(changes)).toBe(words);
  });

  it.each<[MissingFact, string]>([
    [{ kind: 'no-credential-report' }, 'no credential report'],
    [{ kind: 'report-stale', generatedAt: daysAgo(0) }, `credential report of ${now.slice(0, 10)}`],
    [{ kind: 'log-files-unreadable', files: 2 }, '2 unreadable log files'],
    [{ kind: 'source-failed', source: 'list-users', why: 'AccessDenied' }, 'ListUsers not read (AccessDenied)'],
    [{ kind: 'not-listed', source: 'list-users' }, 'not in ListUsers'],
  ])('names what is missing: %j', (gap, words) => {
    expect(reason({ gaps: [gap] })).toBe(words);
  });
});

describe('the reason of a stored assessment', () => {
  it('that is unknown though nothing is missing is what was seen', () => {
    const seen = assess(facts({ lastSeen: lastSeen(sighting({ at: daysAgo(97) })) }), question);
    expect(shortReason({ ...seen, state: 'unknown', gaps: [] }, now)).toBe(
      's3 ListBuckets from eu-west-1, key AKIAALICE00000000001',
    );
  });

  it('of a new user whose creation is not known says only that it is young', () => {
    const young = assess(facts({ user: iamUser({ createdAt: daysAgo(20), credentials: [] }) }), question);
    expect(shortReason({ ...young, user: iamUser({ createdAt: undefined }) }, now)).toBe('young');
  });
});
