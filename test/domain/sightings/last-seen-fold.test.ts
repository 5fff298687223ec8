import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSighting,
  compactLastSeen,
  type LastSeen,
  type LastSeenFold,
  mergeLastSeenFolds,
} from '../../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../../domain/sightings/sighting.ts';
import { manySightings } from '../arbitraries.ts';
import { daysAgo, key, sighting } from '../builders.ts';

type Who = 'alice' | 'bob';
const foldOf = (...seen: readonly (readonly [Who, Sighting])[]): LastSeenFold<Who> => {
  const fold: LastSeenFold<Who> = new Map();
  for (const [who, each] of seen) addSighting(fold, who, each);
  return fold;
};
const remembered = (fold: LastSeenFold<Who>): Map<Who, LastSeen> =>
  new Map([...fold].map(([who, seen]) => [who, compactLastSeen(seen)]));

describe('folds that are merged', () => {
  it('come to the fold of all their sightings, of each subject by itself', () => {
    const subjects = fc.array(fc.tuple(fc.constantFrom<Who>('alice', 'bob'), manySightings), { maxLength: 4 });
    fc.assert(
      fc.property(subjects, subjects, (some, more) => {
        const flat = (of: typeof some) => of.flatMap(([who, seen]) => seen.map((each) => [who, each] as const));
        const merged = foldOf(...flat(some));
        mergeLastSeenFolds(merged, foldOf(...flat(more)));
        expect(remembered(merged)).toEqual(remembered(foldOf(...flat(some), ...flat(more))));
      }),
    );
  });

  it('hold the later of each part, the days of both, and subjects of either', () => {
    const [early, late] = [sighting({ at: daysAgo(40) }), sighting({ at: daysAgo(1), errorCode: 'AccessDenied' })];
    const console = sighting({ at: daysAgo(2), credential: 'console' });
    const merged = foldOf(['alice', early], ['alice', late]);
    mergeLastSeenFolds(merged, foldOf(['alice', console], ['bob', early]));
    expect(remembered(merged).get('alice')).toMatchObject({ latest: late, lastSuccess: console.at });
    expect([...(merged.get('alice')?.credentials.keys() ?? [])]).toEqual([key(), 'console']);
    expect([...(merged.get('alice')?.days.keys() ?? [])]).toEqual(['2026-10', '2026-11']);
    expect(remembered(merged).get('bob')).toEqual(remembered(foldOf(['bob', early])).get('bob'));
  });
});
