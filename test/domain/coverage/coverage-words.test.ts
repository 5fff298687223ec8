import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../domain/coverage/coverage.ts';
import { coverageWords, regionWords } from '../../../domain/coverage/coverage-words.ts';
import { region } from '../builders.ts';

describe('how far CloudTrail vouches', () => {
  const gap = (to: string) => ({ region: region(), from: '2026-11-01', to });
  const day = (of: number) => ({ region: region(), from: `2026-11-0${of}`, to: `2026-11-0${of}` });
  it.each<[Coverage, string]>([
    [{ kind: 'none' }, 'no logs'],
    [{ kind: 'whole', regions: [region(), region('us-east-1')] }, 'watched every day in eu-west-1, us-east-1'],
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

it.each<[string[], string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more Regions'],
])('the Regions %j are said as %j', (regions, words) => {
  expect(regionWords(regions)).toBe(words);
});
