import { describe, expect, it } from 'vitest';
import { newCheckpoint, settledIfOver, withFinished } from '../../../domain/archive/archive-checkpoint.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';

const [a, b] = ['111122223333', '999988887777'] as AccountId[] as [AccountId, AccountId];
const full = withFinished(newCheckpoint('x/'), { finished: new Set(['1', '2']), accounts: [b], gaps: [] });

describe('the checkpoint of a folder', () => {
  it('counts an object once, however often it is finished', () => {
    const more = withFinished(full, { finished: new Set(['2', '3']), accounts: [a], gaps: [] });
    expect(more).toMatchObject({ objects: 3, accounts: [a, b], settled: false });
    expect([...more.finished]).toEqual(['1', '2', '3']);
  });

  it.each([
    ['2026-11-20', '2026-11-22T23:59:59Z', false],
    ['2026-11-20', '2026-11-23T00:00:00Z', true],
    ['2026-11-20', '2027-11-23T00:00:00Z', true],
    ['2026-11', '2027-11-23T00:00:00Z', false],
    [undefined, '2027-11-23T00:00:00Z', false],
  ])('of %s is settled at %s: %s', (day, at, settled) => {
    const checkpoint = settledIfOver(full, day, at as Instant);
    expect(checkpoint).toMatchObject({ settled, objects: 2, accounts: [b] });
    expect(checkpoint.finished.size).toBe(settled ? 0 : 2);
  });
});
