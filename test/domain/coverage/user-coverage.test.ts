import { describe, expect, it } from 'vitest';
import { coverageWith, type UnwatchedSpan } from '../../../domain/coverage/coverage.ts';
import type { LookupWindow } from '../../../domain/coverage/lookup-window.ts';
import { coverageOfUser, currentLookups } from '../../../domain/coverage/user-coverage.ts';
import type { Question } from '../../../domain/question.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, instant, now, region } from '../builders.ts';

const question: Question = { now, thresholdDays: 5 };
const [home, other] = [region('eu-west-1'), region('us-east-1')];
const window: UnwatchedSpan = { region: home, from: '2026-11-18', to: '2026-11-23' };
const lookups = (...stretches: [ReturnType<typeof region>, Instant, Instant][]) =>
  new Map<ReturnType<typeof region>, LookupWindow>(stretches.map(([name, from, to]) => [name, { from, to }]));
const gapsOf = (gaps: readonly UnwatchedSpan[], lookedUp: ReturnType<typeof lookups>) => {
  const coverage = coverageOfUser(coverageWith([home, other], gaps), lookedUp, question);
  return coverage.kind === 'partial' ? coverage.gaps.map(({ region: name, from, to }) => `${name} ${from} ${to}`) : [];
};

describe('what looking a user up in the history leaves unwatched of 5 days before 2026-11-23 08:00', () => {
  it.each<[string, [Instant, Instant], string[]]>([
    ['nothing, where the whole window was looked up', [daysAgo(5), now], []],
    ['nothing, where more than the window was', [daysAgo(90), daysAgo(-1)], []],
    ['nothing, where asking took an hour', [daysAgo(5, 3600), now], []],
    ['the first day, where asking took longer', [daysAgo(5, 3601), now], ['eu-west-1 2026-11-18 2026-11-18']],
    ['today, where the last second is missing', [daysAgo(5), daysAgo(0, -1)], ['eu-west-1 2026-11-23 2026-11-23']],
    [
      'a day that was looked up in part',
      [daysAgo(5), instant('2026-11-21T12:00:00Z')],
      ['eu-west-1 2026-11-21 2026-11-23'],
    ],
    [
      'the days on both sides',
      [instant('2026-11-20T00:00:00Z'), instant('2026-11-21T23:59:59Z')],
      ['eu-west-1 2026-11-18 2026-11-19', 'eu-west-1 2026-11-22 2026-11-23'],
    ],
  ])('%s', (_, [from, to], expected) => {
    expect(gapsOf([window], lookups([home, from, to]))).toEqual(expected);
  });

  it('all of a Region in which the user was not looked up', () => {
    expect(gapsOf([window], lookups([other, daysAgo(90), now]))).toEqual(['eu-west-1 2026-11-18 2026-11-23']);
    const both = [window, { ...window, region: other }];
    expect(gapsOf(both, lookups([home, daysAgo(90), now]))).toEqual(['us-east-1 2026-11-18 2026-11-23']);
  });

  it('is whole in the same Regions once no gap is left', () => {
    const partial = coverageWith([home, other], [window]);
    expect(coverageOfUser(partial, lookups([home, daysAgo(9), now]), question)).toEqual({
      kind: 'whole',
      regions: [home, other],
    });
    expect(coverageOfUser({ kind: 'none' }, lookups([home, daysAgo(9), now]), question)).toEqual({ kind: 'none' });
    expect(coverageOfUser(partial, undefined, question)).toBe(partial);
    expect(coverageOfUser(partial, new Map(), question)).toEqual(partial);
  });

  it('ends at the end of time', () => {
    const end = instant('9999-12-31T12:00:00Z');
    const gap: UnwatchedSpan = { region: home, from: '9999-12-30', to: '9999-12-31' };
    const asked = { now: end, thresholdDays: 1 };
    expect(coverageOfUser(coverageWith([home], [gap]), lookups([other, now, end]), asked)).toEqual(
      coverageWith([home], [gap]),
    );
  });
});

it('a lookup that ended before the window tells nothing any more', () => {
  expect(currentLookups(lookups([home, daysAgo(90), daysAgo(5, -1)]), question)).toBeUndefined();
  const both = lookups([home, daysAgo(90), daysAgo(5, -1)], [other, daysAgo(90), daysAgo(5)]);
  expect(currentLookups(both, question)).toEqual(lookups([other, daysAgo(90), daysAgo(5)]));
  expect(currentLookups(undefined, question)).toBeUndefined();
});
