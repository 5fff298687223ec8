import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMomentWriteDue, isWriteDue, mergeLastSeen } from '../../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../../domain/sightings/sighting.ts';
import { lastSeens } from '../arbitraries.ts';
import { daysAgo, key, lastSeen, sighting } from '../builders.ts';

const at = (plusSeconds: number, changes: Partial<Sighting> = {}) =>
  sighting({ at: daysAgo(1, plusSeconds), ...changes });
const [first, second] = [key('AKIAALICE00000000001'), key('AKIAALICE00000000002')];
const refused = { errorCode: 'AccessDenied' };

describe('at a resolution of an hour a write of a user is due', () => {
  const due = (known: Sighting[], seen: Sighting) => {
    const [oldest = seen, ...more] = known;
    return isWriteDue(known.length === 0 ? undefined : lastSeen(oldest, ...more), lastSeen(seen), 60);
  };

  it.each<[string, Sighting[], Sighting, boolean]>([
    ['of whom nothing is known', [], at(0), true],
    ['who is known to be seen an hour before', [at(0)], at(3600), true],
    ['who is known to be seen a second less before', [at(0)], at(3599), false],
    ['who is known to be seen later', [at(7200)], at(0), false],
    ['whose very sighting is known', [at(0)], at(0), false],
    ['seen through a key that is not known', [at(0)], at(1, { credential: second }), true],
    ['seen through no credential soon after', [at(0)], at(1, { credential: undefined }), false],
    ['whose key was seen long ago', [at(-3600, { credential: second }), at(0)], at(1, { credential: second }), true],
    [
      'whose key was seen soon before',
      [at(-3598, { credential: second }), at(0)],
      at(1, { credential: second }),
      false,
    ],
    ['whose last success is not known', [at(0, refused)], at(1), true],
    ['whose last success was an hour before', [at(0), at(1800, refused)], at(3600), true],
    ['whose last success was a second less before', [at(1), at(1800, refused)], at(3600), false],
    ['refused an hour after a success', [at(0)], at(3600, refused), true],
    ['refused an hour later through no credential', [at(0)], at(3600, { ...refused, credential: undefined }), true],
    ['refused soon after', [at(0), at(1800, refused)], at(3599, refused), false],
  ])('%s', (_, known, seen, isDue) => {
    expect(due(known, seen)).toBe(isDue);
  });
});

describe('at resolution 0 a write is due', () => {
  it.each<[string, Sighting, boolean]>([
    ['for a second more', at(1), true],
    ['for a greater event id of the same second', at(0, { eventId: 'ff' }), true],
    ['never for the same sighting', at(0), false],
    ['never for a lesser event id of the same second', at(0, { eventId: '00' }), false],
    ['never for a second less', at(-1), false],
  ])('%s', (_, seen, isDue) => {
    expect(isWriteDue(lastSeen(at(0)), lastSeen(seen), 0)).toBe(isDue);
  });

  it('never again once it is written', () => {
    fc.assert(
      fc.property(lastSeens, lastSeens, fc.constantFrom(0, 60), (known, seen, resolution) => {
        expect(isWriteDue(mergeLastSeen(known, seen), mergeLastSeen(known, seen), resolution)).toBe(false);
      }),
    );
  });
});

it.each<[string, number | undefined, number, number, boolean]>([
  ['none is known', undefined, 0, 60, true],
  ['it is a minute later', 0, 60, 1, true],
  ['it is a second short of a minute later', 0, 59, 1, false],
  ['it is the same', 0, 0, 0, false],
  ['it is a second later, at resolution 0', 0, 1, 0, true],
  ['it is earlier', 60, 0, 0, false],
])('the write of a moment is due or not where %s', (_, known, seen, resolution, isDue) => {
  const knownAt = known === undefined ? undefined : daysAgo(1, known);
  expect(isMomentWriteDue(knownAt, daysAgo(1, seen), resolution)).toBe(isDue);
});

it('keys are told apart', () => {
  const known = lastSeen(at(0, { credential: first }), at(0, { credential: second }));
  expect(isWriteDue(known, lastSeen(at(0, { credential: second })), 0)).toBe(false);
});
