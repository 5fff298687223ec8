import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../domain/question.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import { facts, now } from '../builders.ts';
import { askedAt, type GoldenCase, userOf } from './golden-case.ts';

/** What peers say of users and credentials, retold as data; SOURCES.md beside them says where they come from. */
const file = new URL('../../../../shared/data/golden/cases.jsonl', import.meta.url);
const cases = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as GoldenCase)
  : [];

/** Our word is not the peer's, and why. */
const differences: Record<string, string> = {
  'exempt user is compliant whatever its activity':
    'an exemption stands beside the state and does not hide that the user is unused',
  "exemption list '1234578910' is refused": 'our list takes name patterns, and 1234578910 is a name',
  "exemption list 'AIDA325ykvo' is refused": 'our list takes name patterns, and AIDA325ykvo is a name',
  "exemption list 'AIDAJYPPIFB65RVYU7CCW AIDAJYPPIFB65RVYU7AAD' is refused":
    'behind a space our list takes the reason of an exemption',
  'active key used exactly 45 d and some hours ago': 'we count to the second, the peer whole days beyond the threshold',
  'password never used, set today': 'a password set today is about to be used: new, where the peer has no grace',
  'max age -1, key used just now, password never used': 'we refuse a threshold below one day',
};

/** The peer judges one credential; our verdict on that one agrees, and our verdict on the user is another. */
const oneCredentialOnly: Record<string, string> = {
  'key 2 active, used 100 d ago, key 1 inactive': 'the peer invents a user of today: new',
  'one of two active keys stale is enough (per-credential rule)': 'the password and the other key are in use: active',
  'password used 46 d ago, key used today': 'the key is in use: active',
};

const questionOf = (given: GoldenCase): Question => {
  const { threshold_days, unused_days } = given.input.rule ?? {};
  return { now: askedAt(given), thresholdDays: threshold_days ?? unused_days ?? 90 };
};

/** The settings of a case as they would be typed; the peer refuses those with a raw value. */
function settingsOf({ input: { rule = {} } }: GoldenCase) {
  const threshold =
    rule.threshold_days_raw ?? (rule.threshold_days === undefined ? undefined : `${rule.threshold_days}`);
  const exempt = rule.exempt_raw === undefined ? [] : [rule.exempt_raw];
  return parseSettings({ threshold, exempt }, now);
}
const isRefused = (given: GoldenCase) => settingsOf(given).kind === 'wrong';
const peerRefuses = ({ input: { rule = {} } }: GoldenCase) =>
  rule.threshold_days_raw !== undefined || rule.exempt_raw !== undefined;

const assessed = (given: GoldenCase): Assessment => assess(facts({ user: userOf(given) }), questionOf(given));

/** Whether a credential of the kind that the peer looks at is active and unused. */
function hasUnusedCredential(given: GoldenCase): boolean {
  const { scope } = given.input.rule ?? {};
  return assessed(given).credentials.some(
    ({ credential: { kind, status }, state }) =>
      status === 'active' &&
      isUnused(state) &&
      (scope === 'every active credential' || (kind === 'password') === (scope === 'console password')),
  );
}

/** Our word in the peer's terms: whether the user, or the credential that the peer looks at, is unused. */
function ourWord(given: GoldenCase): boolean | 'refused' {
  if (isRefused(given)) return 'refused';
  return given.input.rule?.scope === undefined ? isUnused(assessed(given).state) : hasUnusedCredential(given);
}
function agrees(given: GoldenCase): boolean {
  if (peerRefuses(given)) return isRefused(given);
  return given.expected.unused === null || ourWord(given) === given.expected.unused;
}

describe.skipIf(cases.length === 0)("golden cases: our verdict and the peer's", () => {
  it('are 47, each named once', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(47);
  });

  it.each(cases.map((given) => [given.name, given] as const))('%s', (name, given) => {
    expect(agrees(given)).toBe(differences[name] === undefined);
  });

  it('differ in the cases listed and in no others', () => {
    const found = cases.filter((given) => !agrees(given)).map(({ name }) => name);
    expect(found.sort()).toEqual(Object.keys(differences).sort());
  });

  it('differ between a credential and its user in the cases listed and in no others', () => {
    const scoped = cases.filter((given) => given.input.rule?.scope !== undefined && agrees(given) && given.input.user);
    const found = scoped.filter((given) => isUnused(assessed(given).state) !== given.expected.unused);
    expect(found.map(({ name }) => name).sort()).toEqual(Object.keys(oneCredentialOnly).sort());
  });
});

describe.skipIf(cases.length === 0)('golden cases of which the peer says neither', () => {
  const named = (name: string): GoldenCase => cases.find((given) => given.name === name) as GoldenCase;

  it.each<[string, string]>([
    ['user without a login profile', 'new'],
    ['key 1 created and used 2019-09-25; key 2 used 2020-04-02 but created 2099-08-10 (future)', 'active'],
    ['report row with key 1 inactive, rotated 2019-12-04, never used', 'never-used'],
  ])('%s: the user is %s', (name, state) => {
    expect(assessed(named(name)).state).toBe(state);
  });

  it('are all of them, with those that are about settings or about nobody', () => {
    const neither = cases.filter((given) => given.expected.unused === null && !peerRefuses(given));
    expect(neither.map(({ name }) => name)).toContain('empty report / only root');
    expect(neither).toHaveLength(4);
  });
});
