import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedMap } from '../../../handlers/ingest/bounded-map.ts';
import { randomOf } from '../../../handlers/sample/random.ts';

const keys = ['a', 'b', 'c', 'd', 'e'] as const;
const steps = fc.array(
  fc.record({
    key: fc.constantFrom(...keys),
    value: fc.nat(),
    isDelete: fc.boolean(),
    draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
);

/** How many in a hundred are found of keys that come round `rounds` times, after as many to settle. */
function foundOf(users: number, bound: number, rounds = 12): number {
  const random = randomOf(7);
  const map = boundedMap<true>(bound, () => random.below(1_000_000) / 1_000_000);
  let found = 0;
  for (let round = 0; round < 2 * rounds; round++) {
    for (let user = 0; user < users; user++) {
      if (round >= rounds && map.get(`user-${user}`)) found++;
      map.set(`user-${user}`, true);
    }
  }
  return (100 * found) / (users * rounds);
}

describe('a bounded map', () => {
  it('holds no more than its bound, and of each key the value set last or none', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, bound) => {
        let draw = 0;
        const map = boundedMap<number>(bound, () => draw);
        const model = new Map<string, number>();
        for (const { key, value, isDelete, draw: drawn } of all) {
          draw = drawn;
          const wasThere = map.get(key) !== undefined;
          if (isDelete) {
            map.delete(key);
            model.delete(key);
            expect(map.get(key)).toBeUndefined();
          } else {
            const hadRoom = map.size < bound;
            map.set(key, value);
            model.set(key, value);
            if (wasThere || hadRoom) expect(map.get(key)).toBe(value);
          }
          const held = keys.filter((each) => map.get(each) !== undefined);
          expect(held.length).toBe(map.size);
          expect(map.size).toBeLessThanOrEqual(bound);
          for (const each of held) expect(map.get(each)).toBe(model.get(each));
        }
      }),
    );
  });

  it('finds everybody as long as there is room', () => {
    expect(foundOf(900, 1000)).toBe(100);
    expect(foundOf(1000, 1000)).toBe(100);
  });

  it.each([
    [1010, 95],
    [1200, 75],
    [2000, 40],
    [4000, 17],
  ])('of %d that come round 1,000 places finds at least %d in a hundred: there is no cliff', (users, least) => {
    expect(foundOf(users, 1000)).toBeGreaterThan(least);
  });

  it('takes in whoever comes now, in the place of those who come no more', () => {
    const random = randomOf(7);
    const map = boundedMap<true>(1000, () => random.below(1_000_000) / 1_000_000);
    for (let user = 0; user < 1000; user++) map.set(`old-${user}`, true);
    for (let round = 0; round < 100; round++) for (let user = 0; user < 500; user++) map.set(`new-${user}`, true);
    const found = Array.from({ length: 500 }, (_, user) => map.get(`new-${user}`)).filter(Boolean);
    expect(found.length).toBeGreaterThan(450);
  });
});
