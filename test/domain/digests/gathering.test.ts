import { describe, expect, it } from 'vitest';
import { gatheredPlaceOf, gatheringGroups, gatheringSince, groupOf } from '../../../domain/digests/gathering.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { account, instant } from '../builders.ts';

describe('a window in which digests are gathered', () => {
  const groups = Array.from({ length: gatheringGroups }, (_, group) => group);
  const startsFrom = (group: number) => gatheringSince(group, instant('2026-11-20T12:00:00Z'));

  it('takes six hours, and begins when the one before ends', () => {
    for (const group of groups) {
      const start = startsFrom(group);
      expect(gatheringSince(group, start)).toBe(start);
      expect(gatheringSince(group, plusMinutes(start, 359))).toBe(start);
      expect(gatheringSince(group, plusMinutes(start, 360))).toBe(plusMinutes(start, 360));
    }
  });

  it('begins at another time for each group, all within six hours', () => {
    const starts = groups.map(startsFrom).sort();
    expect(new Set(starts).size).toBe(gatheringGroups);
    expect(String(starts[0]) > '2026-11-20T06:00:00Z').toBe(true);
    expect(starts.at(-1)).toBe('2026-11-20T12:00:00Z');
  });
});

it('puts log files of one account and hour into one place, in whatever folder they are', () => {
  const name = '111122223333_CloudTrail_eu-west-1_20261123T0805Z_x.json.gz';
  const place = { group: groupOf(account('111122223333')), hour: '2026-11-23T08' };
  expect(gatheredPlaceOf(`AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/11/23/${name}`)).toEqual(place);
  expect(gatheredPlaceOf(name.replaceAll('eu-west-1', 'us-east-1').replace('0805Z', '085959Z'))).toEqual(place);
});

it.each(['x.json.gz', '1111_CloudTrail_eu-west-1_20261123T0805Z_x.json.gz', '111122223333_CloudTrail_x.json.gz'])(
  'has no place for %s, a name that CloudTrail does not give',
  (name) => {
    expect(gatheredPlaceOf(`AWSLogs/111122223333/${name}`)).toBeUndefined();
  },
);
