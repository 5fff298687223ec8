import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newIngestMemory, remember } from '../../../handlers/ingest/ingest-memory.ts';
import { lastSeens } from '../../domain/arbitraries.ts';
import { daysAgo, lastSeen, sighting } from '../../domain/builders.ts';

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
