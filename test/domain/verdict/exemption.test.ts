import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tag } from '../../../domain/inventory/iam-user.ts';
import {
  type ExemptionRule,
  endedRules,
  endsWithin,
  exemptionOf,
  idleRules,
  matchesPattern,
  parseTerms,
} from '../../../domain/verdict/exemption.ts';
import { iamUser, instant, now } from '../builders.ts';

const byTag = (key: string, value?: string): ExemptionRule => ({ kind: 'tag', key, value });
const byName = (pattern: string, until?: string): ExemptionRule => ({
  kind: 'name',
  pattern,
  terms: { until, reason: undefined },
});
const tagged = (...tags: Tag[]) => iamUser({ tags });
const keep = (value: string) => tagged({ key: 'keep', value });

describe('terms of an exemption', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['', undefined, undefined],
    ['seasonal', undefined, 'seasonal'],
    ['reason=break glass', undefined, 'break glass'],
    [' reason=break glass', undefined, 'break glass'],
    ['for a reason=none', undefined, 'for a reason=none'],
    ['unreason=none', undefined, 'unreason=none'],
    ['until=2027-03-31 reason=summer', '2027-03-31', 'summer'],
    ['until=2027-03-31', '2027-03-31', undefined],
    ['until=2027-03-31 summer staff', '2027-03-31', 'summer staff'],
    ['summer staff until=2027-03-31', '2027-03-31', 'summer staff'],
    ['until=2024-02-29', '2024-02-29', undefined],
    ['not-until=2027-03-31', undefined, 'not-until=2027-03-31'],
  ])('%j end at %j because %j', (text, until, reason) => {
    expect(parseTerms(text)).toEqual({ kind: 'ok', value: { until, reason } });
  });

  it.each([
    'until=',
    'until=soon',
    'until=2027-02-29',
    'until=2027-3-1',
    'until=2027-03-31T00:00:00Z',
    'x until=31.03.2027',
    'until=2027-03-31 until=2027-02-30',
  ])('%j have an end that is no date', (text) => {
    const given = text.replace(/^.*until=/, '');
    const todo = `until=${given} is not a date like 2027-03-31`;
    expect(parseTerms(text)).toEqual({ kind: 'wrong', problems: [{ field: 'until', given, todo }] });
  });
});

describe('who is exempt', () => {
  it.each<[string, ReturnType<typeof iamUser>, ExemptionRule, object | undefined]>([
    ['by a tag of any value', keep('yes'), byTag('keep'), { by: 'tag keep', reason: 'yes', ended: false }],
    ['by a tag without a value', keep(''), byTag('keep'), { by: 'tag keep', reason: undefined }],
    ['by a tag of that value', keep('yes'), byTag('keep', 'yes'), { by: 'tag keep=yes', reason: undefined }],
    [
      'by a tag of that value and terms',
      keep('yes until=2027-01-01 x'),
      byTag('keep', 'yes'),
      { until: '2027-01-01', reason: 'x' },
    ],
    ['not by a tag of another value', keep('yesterday'), byTag('keep', 'yes'), undefined],
    ['not by a tag in another case', keep('yes'), byTag('Keep'), undefined],
    ['not by a tag that it has not', tagged(), byTag('keep'), undefined],
    ['by a name', iamUser(), byName('alice'), { by: 'name alice', until: undefined }],
    ['by a pattern without regard to case', iamUser(), byName('AL*'), { by: 'name AL*' }],
    ['by a path', iamUser({ path: '/robots/ci/' }), byName('/robots/*'), { by: 'name /robots/*' }],
    ['not by the end of a path', iamUser({ path: '/robots/' }), byName('robots/*'), undefined],
    ['not by a part of a name', iamUser(), byName('lic'), undefined],
  ])('%s', (_, user, rule, expected) => {
    if (expected === undefined) expect(exemptionOf(user, [rule], now)).toBeUndefined();
    else expect(exemptionOf(user, [rule], now)).toMatchObject(expected);
  });

  it.each<[string, boolean]>([
    ['2026-11-23T00:00:00Z', false],
    ['2026-11-23T23:59:59Z', false],
    ['2026-11-24T00:00:00Z', true],
  ])('until 2026-11-23, at %s: ended %s, for its last day is inclusive', (at, ended) => {
    expect(exemptionOf(iamUser(), [byName('alice', '2026-11-23')], instant(at))).toMatchObject({ ended });
    expect(exemptionOf(keep('until=2026-11-23'), [byTag('keep')], instant(at))).toMatchObject({ ended });
  });

  it('one that holds is preferred to one that has ended, in any order', () => {
    const rules = [byName('alice', '2020-01-01'), byTag('keep')];
    for (const order of [rules, [...rules].reverse()]) {
      expect(exemptionOf(keep('yes'), order, now)).toMatchObject({ by: 'tag keep', ended: false });
    }
  });

  it('one that has ended is told where there is no other', () => {
    expect(exemptionOf(iamUser(), [byName('alice', '2020-01-01')], now)).toEqual({
      by: 'name alice',
      until: '2020-01-01',
      reason: undefined,
      ended: true,
    });
  });

  it('a tag whose end cannot be read holds, without an end', () => {
    expect(exemptionOf(keep('until=next year'), [byTag('keep')], now)).toEqual({
      by: 'tag keep',
      until: undefined,
      reason: 'until=next year',
      ended: false,
    });
  });

  it('nobody without a rule', () => {
    expect(exemptionOf(keep('yes'), [], now)).toBeUndefined();
  });
});

describe('a name pattern', () => {
  it.each<[string, string, boolean]>([
    ['svc-build', 'svc-*', true],
    ['svc-', 'svc-*', true],
    ['a-svc-b', 'svc-*', false],
    ['alice', 'al?ce', true],
    ['alce', 'al?ce', false],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['a+b', 'a+b', true],
    ['aab', 'a+b', false],
    ['anything', '*', true],
    ['', '*', true],
    ['alice', '', false],
    ['x(y)[z]{1}|^$', 'x(y)[z]{1}|^$', true],
    ['a\\d', 'a\\d', true],
    ['a1', 'a\\d', false],
  ])('%j by %j: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it('without wildcards covers itself alone', () => {
    const names = fc.stringMatching(/^[\w+=,.@-]{1,20}$/);
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(matchesPattern(a, a)).toBe(true);
        expect(matchesPattern(a, b)).toBe(a.toLowerCase() === b.toLowerCase());
        expect(matchesPattern(`${a}${b}`, `${a}*`)).toBe(true);
        expect(matchesPattern(`${a}${b}`, `*${b}`)).toBe(true);
      }),
    );
  });
});

describe('a rule that exempts nobody is named', () => {
  const rules = [byTag('keep'), byTag('keep', 'no'), byName('al*'), byName('svc-*')];

  it('with what it looks for', () => {
    expect(idleRules([keep('yes')], rules, now)).toEqual(['tag keep=no', 'name svc-*']);
    expect(idleRules([], rules, now)).toHaveLength(4);
  });

  it('but not where it only ended', () => {
    expect(idleRules([iamUser()], [byName('alice', '2020-01-01')], now)).toEqual([]);
  });
});

describe('an exemption ends within 14 days', () => {
  it.each<[string, string | undefined, boolean]>([
    ['if its last day is today', '2026-11-23', true],
    ['if its last day is the fourteenth from today', '2026-12-07', true],
    ['not if it is the fifteenth', '2026-12-08', false],
    ['not if it ended already', '2026-11-22', false],
    ['not if it never ends', undefined, false],
  ])('%s', (_, until, isSoon) => {
    const exemption = exemptionOf(iamUser(), [byName('alice', until)], now);
    expect(exemption !== undefined && endsWithin(exemption, 14, now)).toBe(isSoon);
  });
});

it('an exemption with two ends is refused', () => {
  expect(parseTerms('until=2027-01-01 until=2027-02-01')).toMatchObject({
    problems: [{ field: 'until', given: '2027-01-01 2027-02-01', todo: 'give one until=DATE' }],
  });
});

it('a rule by name has ended once its last day has passed; the end of a tag stands with its user', () => {
  const rules = [byName('a*', '2026-11-22'), byName('b*', '2026-11-23'), byName('c*'), byTag('keep', '2020-01-01')];
  expect(endedRules(rules, now)).toEqual([{ by: 'name a*', until: '2026-11-22' }]);
  const lastSecond = instant('2026-11-23T23:59:59Z');
  expect(endedRules([byName('b*', '2026-11-23')], lastSecond)).toEqual([]);
  expect(endedRules([byName('b*', '2026-11-23')], instant('2026-11-24T00:00:00Z'))).toHaveLength(1);
});
