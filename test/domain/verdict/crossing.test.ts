import { describe, expect, it } from 'vitest';
import type { Credential, IamUser, MissingFact } from '../../../domain/inventory/iam-user.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import { crossingOfCredential, crossingOfUser } from '../../../domain/verdict/crossing.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  instant,
  never,
  notTracked,
  now,
  password,
  question,
  usedAt,
} from '../builders.ts';

const judged = (changes: Partial<IamUser>, asOf: Instant = now) =>
  assess(facts({ user: iamUser(changes) }), { ...question, now: asOf });
const crossing = (changes: Partial<IamUser>, asOf: Instant = now) =>
  crossingOfUser(judged(changes, asOf), { ...question, now: asOf });
const used = (days: number, changes: Partial<Credential> = {}) =>
  password({ lastUse: usedAt(daysAgo(days)), ...changes });

describe('the day on which a user crosses the threshold', () => {
  it.each<[string, Partial<IamUser>, number, string]>([
    ['its last activity', { credentials: [used(80)] }, 10, 'idle'],
    [
      'its creation, where it was never used',
      { createdAt: daysAgo(30), credentials: [password({ lastUse: never, createdAt: daysAgo(30) })] },
      60,
      'never-used',
    ],
    [
      'the youth of its youngest credential',
      { credentials: [used(80), accessKey({ createdAt: daysAgo(5) })] },
      85,
      'idle',
    ],
  ])('follows from %s', (_, changes, inDays, becomes) => {
    expect(crossing(changes)).toEqual({ at: plusDays(now, inDays), inDays, becomes });
  });

  it('leads to unknown where a fact is missing, whatever is young, or where nobody records a use', () => {
    const gaps = [{ kind: 'no-row' } as const];
    expect(crossing({ credentials: [used(80), accessKey({ createdAt: daysAgo(5) })], gaps })).toMatchObject({
      inDays: 10,
      becomes: 'unknown',
    });
    const certificate: Credential = { ...password(), kind: 'signing-certificate', id: 'cert_1', lastUse: notTracked };
    expect(crossing({ credentials: [used(80), certificate] })).toMatchObject({ inDays: 10, becomes: 'unknown' });
    const youngCertificate: Credential = { ...certificate, createdAt: daysAgo(5) };
    expect(crossing({ credentials: [used(80), youngCertificate] })).toMatchObject({ inDays: 85, becomes: 'unknown' });
  });

  it('follows from the user alone where nobody told of its credentials', () => {
    const unreported = { createdAt: daysAgo(30), credentials: undefined, passwordLastUsed: daysAgo(20) };
    expect(crossing(unreported)).toMatchObject({ inDays: 70, becomes: 'idle' });
  });

  it('is none for who has crossed it or cannot be judged', () => {
    expect(crossing({ credentials: [used(90)] })).toBeUndefined();
    expect(crossing({ credentials: [used(95)], gaps: [{ kind: 'no-row' }] })).toBeUndefined();
  });

  it('is exact: a second before it the user is active, at it idle', () => {
    const { at } = crossing({ credentials: [used(80)] }) ?? { at: now };
    const second = plusDays(at, -1 / 86_400);
    expect(judged({ credentials: [used(80)] }, second).state).toBe('active');
    expect(judged({ credentials: [used(80)] }, at).state).toBe('idle');
  });

  it.each<[string, string, number]>([
    ['late at night, early the next day', '2026-11-23T23:59:59Z', 1],
    ['early, late on the same day', '2026-11-24T00:00:00Z', 0],
  ])('is counted in days of the calendar in UTC: %s', (_, asOf, inDays) => {
    const lastUse = usedAt(instant('2026-08-26T00:30:00Z'));
    expect(crossing({ credentials: [password({ lastUse })] }, instant(asOf))).toMatchObject({
      at: '2026-11-24T00:30:00Z',
      inDays,
    });
  });
});

describe('the day on which a credential crosses the threshold', () => {
  const crossingOf = (credential: Credential, changes: Partial<IamUser> = {}) => {
    const assessment = judged({ credentials: [credential], ...changes });
    const [first] = assessment.credentials;
    return first && crossingOfCredential(first, assessment, question);
  };

  it.each<[string, Credential, object | undefined]>([
    ['by its last use', accessKey({ lastUse: usedAt(daysAgo(89)) }), { inDays: 1, becomes: 'idle' }],
    ['by its creation', accessKey({ lastUse: never, createdAt: daysAgo(10) }), { inDays: 80, becomes: 'never-used' }],
    ['by its rotation', password({ createdAt: daysAgo(10) }), { inDays: 80, becomes: 'idle' }],
    ['of unrecorded use', accessKey({ lastUse: notTracked, createdAt: daysAgo(10) }), { becomes: 'unknown' }],
    ['that has crossed it', accessKey({ lastUse: usedAt(daysAgo(90)) }), undefined],
  ])('%s', (_, credential, expected) => {
    const found = crossingOf(credential);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('is not known to be unused then if its creation is not', () => {
    const seen = accessKey({ lastUse: usedAt(daysAgo(80)), createdAt: undefined });
    expect(crossingOf(seen)).toMatchObject({ inDays: 10, becomes: 'unknown' });
  });

  it('is by CloudTrail alone where IAM records no use: known if it watched the window', () => {
    const key = accessKey({ lastUse: notTracked, createdAt: daysAgo(10) });
    const [first] = judged({ credentials: [key] }).credentials;
    const becomes = (kind: 'not-tracked' | 'not-reported', corroborated: boolean, ...gaps: MissingFact[]) => {
      const credential = { ...key, lastUse: { kind: 'unknown', why: kind } as const };
      return first && crossingOfCredential({ ...first, credential }, { gaps, corroborated }, question)?.becomes;
    };
    const unrecorded = { kind: 'use-not-recorded', credential: 'ssh-public-key' } as const;
    expect(becomes('not-tracked', true)).toBe('never-used');
    expect(becomes('not-tracked', true, unrecorded)).toBe('never-used');
    expect(becomes('not-tracked', true, { kind: 'no-row' })).toBe('unknown');
    expect(becomes('not-tracked', false)).toBe('unknown');
    expect(becomes('not-reported', true)).toBe('unknown');
  });

  it('is none if neither a use nor a creation is known', () => {
    const [first] = judged({ credentials: [accessKey({ createdAt: daysAgo(10) })] }).credentials;
    const undated = first && {
      ...first,
      state: 'new' as const,
      lastUsed: undefined,
      credential: accessKey({ createdAt: undefined }),
    };
    expect(undated && crossingOfCredential(undated, { gaps: [], corroborated: true }, question)).toBeUndefined();
    expect(undated).toBeDefined();
  });

  it('leads to unknown where facts about its user are missing', () => {
    expect(crossingOf(used(80), { gaps: [{ kind: 'no-row' }] })).toMatchObject({ becomes: 'unknown' });
  });
});
