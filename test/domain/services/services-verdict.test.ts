import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../domain/inventory/iam-user.ts';
import { nothingUnreadable, reconcile } from '../../../domain/reconcile/reconciliation.ts';
import { usersToAskAbout } from '../../../domain/reconcile/users-to-ask-about.ts';
import { allowedOf } from '../../../domain/services/services-accessed.ts';
import { isProvenSilent, openedServices } from '../../../domain/services/untracked-services.ts';
import { assessmentEntry, subjectEntry } from '../../../domain/sightings/entry.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { assess, type UserFacts } from '../../../domain/verdict/assessment.ts';
import { explainApartFromWatch } from '../../../domain/verdict/explanation.ts';
import { shortReason } from '../../../domain/verdict/short-reason.ts';
import { type State, states } from '../../../domain/verdict/state.ts';
import { readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import {
  accessKey,
  account,
  daysAgo,
  facts,
  iamUser,
  notTracked,
  now,
  password,
  question,
  usedAt,
  user,
} from '../builders.ts';
import { accessed, answers } from './services-builders.ts';

const gitPassword: Credential = {
  ...accessKey({ lastUse: notTracked, createdAt: daysAgo(300) }),
  kind: 'service-specific-credential',
  id: 'ACCAALICE',
  service: 'codecommit.amazonaws.com',
};
/** As if a public page said that Git over HTTPS is counted. */
const counted = {
  ...openedServices,
  'codecommit.amazonaws.com': { service: 'codecommit', source: 'https://example.com/' },
};
const withGit = (services: UserFacts['services']): UserFacts =>
  facts({ user: iamUser({ credentials: [gitPassword] }), services });

describe('the services last accessed as evidence', () => {
  it('one fresh attempt makes a silent user active, with service, time and Region', () => {
    const judged = assess(facts({ user: iamUser(), services: accessed({ s3: 12, ec2: 300 }) }), question);
    expect(judged.state).toBe('active');
    expect(explainApartFromWatch(judged, now)).toBe(
      'last seen 12 days ago by the services last accessed (s3, eu-west-1)',
    );
    expect(shortReason(judged, now)).toBe('s3, eu-west-1, services last accessed');
  });

  it('an attempt exactly the threshold ago is not fresh', () => {
    expect(assess(facts({ user: iamUser(), services: accessed({ s3: 90 }) }), question).state).toBe('idle');
  });

  it('an answer from before the user was created is not used, nor attempts from before', () => {
    const young = { user: iamUser({ createdAt: daysAgo(95), credentials: [] }) };
    const before = assess(facts({ ...young, services: accessed({ s3: 100 }, [], daysAgo(96)) }), question);
    expect(before).not.toHaveProperty('services');
    const after = assess(facts({ ...young, services: accessed({ s3: 100 }, ['ec2']) }), question);
    expect(after).toMatchObject({ state: 'never-used', services: { attempts: [], silent: ['ec2'] } });
  });

  it('is stored and read again', () => {
    const assessment = assess(facts({ user: iamUser(), services: accessed({ s3: 12 }, ['ec2']) }), question);
    expect(readAssessment({ assessment: JSON.parse(JSON.stringify(assessment)) })).toEqual(assessment);
  });

  it('silence is no evidence', () => {
    const bare = assess(facts({ user: iamUser() }), question);
    const { services: _, ...silent } = assess(facts({ user: iamUser(), services: accessed({}, ['s3']) }), question);
    expect(silent).toEqual(bare);
  });
});

describe('a credential whose use IAM does not record', () => {
  it('leaves its user unknown as long as no public page says that its logins are counted', () => {
    expect(Object.values(openedServices).filter(({ source }) => source !== undefined)).toEqual([]);
    expect(assess(withGit(accessed({}, ['codecommit'])), question).state).toBe('unknown');
  });

  it.each<[string, UserFacts['services'], State]>([
    ['its service is listed and silent', accessed({}, ['codecommit']), 'never-used'],
    ['its service was used before the window', accessed({ codecommit: 91 }), 'idle'],
    ['its service was used in the window', accessed({ codecommit: 89 }), 'active'],
    ['its service is not allowed, so not listed', accessed({}, ['s3']), 'unknown'],
    ['the answer is two days old', accessed({}, ['codecommit'], daysAgo(2)), 'unknown'],
    ['nobody was asked', undefined, 'unknown'],
  ])('with such a page, where %s', (_, services, state) => {
    expect(assess(withGit(services), question, counted).state).toBe(state);
  });

  it('a tracking period shorter than the window proves nothing', () => {
    const services = accessed({}, ['codecommit']);
    expect(isProvenSilent(gitPassword, services, { ...question, thresholdDays: 400 }, counted)).toBe(true);
    expect(isProvenSilent(gitPassword, services, { ...question, thresholdDays: 401 }, counted)).toBe(false);
  });

  it('a signing certificate opens no single service', () => {
    const certificate = { ...gitPassword, kind: 'signing-certificate' as const, service: undefined };
    expect(isProvenSilent(certificate, accessed({}, ['codecommit']), question, counted)).toBe(false);
  });
});

describe('the law of the third witness', () => {
  const rank = (state: State) => ({ active: 0, new: 1, unknown: 1, idle: 2, 'never-used': 2 })[state];
  const people = fc.record({
    createdAt: fc.constantFrom(daysAgo(400), daysAgo(30), undefined),
    credentials: fc.constantFrom([], [password()], [gitPassword], [password({ lastUse: usedAt(daysAgo(3)) })]),
    gaps: fc.constantFrom([], [{ kind: 'no-row' as const }]),
  });

  it('adding it never moves a user towards unused', () => {
    fc.assert(
      fc.property(people, answers, (person, services) => {
        const given = facts({ user: iamUser(person) });
        const [bare, added] = [assess(given, question).state, assess({ ...given, services }, question).state];
        expect(rank(added)).toBeLessThanOrEqual(rank(bare));
        expect(states).toContain(added);
      }),
    );
  });

  it('with a public page, a whole answer of today alone moves a user from unknown, for want of records alone', () => {
    let moved = 0;
    fc.assert(
      fc.property(people, answers, (person, services) => {
        const given = facts({ user: iamUser(person) });
        const [bare, added] = [assess(given, question, counted), assess({ ...given, services }, question, counted)];
        if (rank(added.state) <= rank(bare.state)) return;
        moved++;
        expect(bare.state).toBe('unknown');
        expect(bare.gaps.map(({ kind }) => kind)).toEqual(['use-not-recorded']);
        expect(services.askedAt >= daysAgo(1)).toBe(true);
        expect(allowedOf(services)).toContain('codecommit');
      }),
      { numRuns: 1000 },
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('nor another user: what it knows of one does not end the doubt about a silence of all', () => {
    const users = [1, 2, 3].map((n) => iamUser({ userId: user(`AIDAUSER0000000000${n}`), userName: `user-${n}` }));
    const [first] = users;
    if (first === undefined) throw new Error('no user');
    const wasActive = users.map((each) => {
      const fresh = { ...each, credentials: [password({ lastUse: usedAt(daysAgo(1)) })] };
      return [assessmentEntry(each), assess(facts({ user: fresh }), question)] as const;
    });
    const services = new Map([[subjectEntry(first), accessed({ s3: 2 })]]);
    const stored = { ...emptyAccount(account()), assessments: new Map(wasActive), services };
    const { assessments } = reconcile(stored, users, [], nothingUnreadable, question);
    expect([...assessments.values()].map(({ state }) => state)).toEqual(['active', 'unknown', 'unknown']);
  });
});

describe('users to ask about', () => {
  const named = (n: number, changes = {}) =>
    iamUser({ userId: user(`AIDAUSER0000000000${n}`), userName: `user-${n}`, ...changes });
  const active = named(5, { credentials: [password({ lastUse: usedAt(daysAgo(1)) })] });
  const young = named(6, { createdAt: daysAgo(3), credentials: [] });
  const unknown = named(7, { gaps: [{ kind: 'no-row' }] });

  it('are the unused and the unknown alone, never asked first, then those asked longest ago', () => {
    const services = new Map([
      [subjectEntry(named(1)), accessed({}, [], daysAgo(2))],
      [subjectEntry(named(2)), accessed({}, [], daysAgo(3))],
      [subjectEntry(named(3)), accessed({}, [], daysAgo(0, -22 * 3600))],
      [subjectEntry(named(4)), accessed({ s3: 2 }, [], daysAgo(3))],
    ]);
    const users = [named(1), named(2), named(3), named(4), active, young, unknown];
    const asked = usersToAskAbout({ ...emptyAccount(account()), services }, users, question).services;
    expect(asked.map(({ userName }) => userName)).toEqual(['user-7', 'user-2', 'user-1']);
  });
});
