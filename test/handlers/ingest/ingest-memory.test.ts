import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedMap, newIngestMemory, remember } from '../../../handlers/ingest/ingest-memory.ts';
import { lastSeens } from '../../domain/arbitraries.ts';
import { daysAgo, lastSeen, sighting } from '../../domain/builders.ts';

describe('a bounded map', () => {
  it('never holds more than its bound, and always what was set last', () => {
    const sets = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat()));
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 4 }), (all, bound) => {
        const map = boundedMap<number>(bound);
        for (const [key, value] of all) {
          map.set(key, value);
          expect(map.size).toBeLessThanOrEqual(bound);
          expect(map.get(key)).toBe(value);
        }
        const recent: string[] = [...new Set(all.map(([key]) => key).reverse())].slice(0, bound);
        for (const key of ['a', 'b', 'c', 'd', 'e']) expect(map.get(key) !== undefined).toBe(recent.includes(key));
      }),
    );
  });

  it('forgets what it is told to forget', () => {
    const map = boundedMap<number>(2);
    map.set('a', 1);
    map.delete('a');
    map.delete('b');
    expect([map.get('a'), map.size]).toEqual([undefined, 0]);
  });
});

describe('what is known of a subject', () => {
  it('never goes back', () => {
    fc.assert(
      fc.property(lastSeens, lastSeens, (a, b) => {
        const memory = newIngestMemory();
        remember(memory, 'alice', a);
        remember(memory, 'alice', b);
        const known = memory.subjects.get('alice')?.known;
        for (const { latest } of [a, b]) expect(String(known?.latest.at) >= latest.at).toBe(true);
      }),
    );
  });

  it('has what is pending replaced', () => {
    const [held, seen] = [lastSeen(sighting({ at: daysAgo(0, -60) })), lastSeen(sighting({ at: daysAgo(0) }))];
    const memory = newIngestMemory();
    remember(memory, 'alice', held, seen);
    expect(memory.subjects.get('alice')?.pending).toEqual(seen);
    remember(memory, 'alice', seen);
    expect(memory.subjects.get('alice')).toEqual({ known: seen, pending: undefined });
  });
});
