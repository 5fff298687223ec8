import { describe, expect, it } from 'vitest';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { countAssessments, isExempt } from '../../../domain/verdict/counts.ts';
import { isUnused, states } from '../../../domain/verdict/state.ts';
import { accessKey, daysAgo, facts, iamUser, never, password, question, usedAt } from '../builders.ts';
import { assessed, exempt } from './assessed.ts';

const holding = (...credentials: Parameters<typeof accessKey>[0][]): Assessment =>
  assess(facts({ user: iamUser({ credentials: credentials.map((changes) => accessKey(changes)) }) }), question);
const none = Object.fromEntries(Object.keys(countAssessments([])).map((name) => [name, 0]));

describe('the counts of an account', () => {
  it('are all 0 without users', () => {
    expect(none).toEqual(countAssessments([]));
    expect(Object.keys(none)).toHaveLength(12);
  });

  it('tell each state apart; idle and never used are unused', () => {
    const users = states.flatMap((state, index) => Array.from({ length: index + 1 }, () => assessed('bob', state)));
    expect(countAssessments(users)).toEqual({
      ...none,
      users: 15,
      active: 1,
      idle: 2,
      'never-used': 3,
      new: 4,
      unknown: 5,
      unused: 5,
      unusedNotExempt: 5,
      unusedPasswords: 5,
    });
  });

  it('have who is exempt beside, in every state, and an unused one who is not', () => {
    const users = [
      assessed('a', 'idle', { exempt: true }),
      assessed('b', 'idle'),
      assessed('c', 'active', { exempt: true }),
    ];
    expect(countAssessments(users)).toMatchObject({ users: 3, idle: 2, unused: 2, unusedNotExempt: 1, exempt: 2 });
  });

  it('have who certainly holds no credential', () => {
    const of = (credentials: [] | undefined) => assess(facts({ user: iamUser({ credentials }) }), question);
    expect(countAssessments([of([]), of(undefined), holding({})]).withoutCredentials).toBe(1);
  });

  it('have the active keys that are unused, also of users who are active otherwise', () => {
    const [used, unused] = [{ lastUse: usedAt(daysAgo(1)) }, { lastUse: never }];
    const users = [holding(used, unused), holding({}, { ...unused, status: 'inactive' })];
    expect(countAssessments(users)).toMatchObject({ active: 1, idle: 1, unusedAccessKeys: 2, unusedPasswords: 0 });
  });

  it('have the active passwords that are unused', () => {
    const of = (...credentials: ReturnType<typeof password>[]) =>
      assess(facts({ user: iamUser({ credentials }) }), question);
    const users = [of(password(), accessKey()), of(password({ status: 'inactive' }))];
    expect(countAssessments(users)).toMatchObject({ unusedAccessKeys: 1, unusedPasswords: 1 });
  });
});

it('an exemption that has ended exempts nobody', () => {
  const of = (ended: boolean) => assess(facts({ exemption: { ...exempt, ended } }), question);
  expect([isExempt(of(false)), isExempt(of(true)), isExempt(assessed('bob', 'idle'))]).toEqual([true, false, false]);
});

it.each([
  ['active', false],
  ['idle', true],
  ['never-used', true],
  ['new', false],
  ['unknown', false],
] as const)('who is %s is unused or not', (state, expected) => {
  expect(isUnused(state)).toBe(expected);
});
