import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CreationMatch, matchCreation } from '../../../domain/inventory/iam-user.ts';
import type { Instant } from '../../../domain/time.ts';
import { instant } from '../builders.ts';

const created = (text: string | undefined) => ({ createdAt: text === undefined ? undefined : instant(text) });

test.each<[string, string | undefined, string | undefined, CreationMatch]>([
  ['the very second', '2025-10-19T08:00:00Z', '2025-10-19T08:00:00Z', 'same'],
  ['a second apart', '2025-10-19T08:00:00Z', '2025-10-19T08:00:01Z', 'same'],
  ['two seconds apart', '2025-10-19T08:00:00Z', '2025-10-19T08:00:02Z', 'different'],
  ['of another day', '2025-10-19T08:00:00Z', '2025-10-20T08:00:00Z', 'different'],
  ['one time missing', '2025-10-19T08:00:00Z', undefined, 'cannot-tell'],
  ['both times missing', undefined, undefined, 'cannot-tell'],
])('creations %s', (_, a, b, match) => {
  expect(matchCreation(created(a), created(b))).toBe(match);
  expect(matchCreation(created(b), created(a))).toBe(match);
});

test('a missing time is never taken for the same or for another', () => {
  const time = fc.option(fc.constantFrom<Instant>(instant('2025-10-19T08:00:00Z'), instant('2026-01-01T00:00:00Z')), {
    nil: undefined,
  });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const isTold = a !== undefined && b !== undefined;
      expect(matchCreation({ createdAt: a }, { createdAt: b }) !== 'cannot-tell').toBe(isTold);
    }),
  );
});
