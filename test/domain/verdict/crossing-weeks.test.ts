import { describe, expect, it } from 'vitest';
import { crossingWeeks } from '../../../domain/verdict/crossing-weeks.ts';
import { daysAgo } from '../builders.ts';

const inDays = (...days: readonly number[]) =>
  days.map((each) => ({ at: daysAgo(-each), inDays: each, becomes: 'idle' as const }));
const counts = (weeks: ReturnType<typeof crossingWeeks>) => weeks.map(({ crossing }) => crossing);

describe('the weeks ahead', () => {
  it('count who crosses the threshold; the first week begins today', () => {
    expect(crossingWeeks(inDays(0, 6, 7, 27))).toEqual([
      { week: 1, crossing: 2 },
      { week: 2, crossing: 1 },
      { week: 3, crossing: 0 },
      { week: 4, crossing: 1 },
    ]);
  });

  it('leave out who crosses later, and who never does', () => {
    expect(counts(crossingWeeks([...inDays(28, 90), null, undefined]))).toEqual([0, 0, 0, 0]);
  });

  it('reach as far as they are asked for', () => {
    expect(counts(crossingWeeks(inDays(28, 34, 35), 5))).toEqual([0, 0, 0, 0, 2]);
  });
});
