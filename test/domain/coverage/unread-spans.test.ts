import { describe, expect, it } from 'vitest';
import { unreadSpans } from '../../../domain/coverage/unread-spans.ts';
import type { Watch } from '../../../domain/coverage/watch.ts';
import { addDay } from '../../../domain/day-set.ts';
import type { Month } from '../../../domain/time.ts';
import { instant } from '../builders.ts';

const now = instant('2026-11-23T08:00:00Z');

/** A log with a proof on each of these days of November, at this time of the last one. */
function watched(days: readonly number[], time = '06:00:00'): Watch {
  const at = (day: number) => instant(`2026-11-${`${day}`.padStart(2, '0')}T${time}Z`);
  const proven = new Map<Month, number>();
  for (const day of days) addDay(proven, at(day));
  const lastProof = at(days.at(-1) ?? 1);
  return { lastRecord: lastProof, lastProof, days: proven };
}

const spansOf = (watch: Watch | undefined, keptDays = 10) =>
  unreadSpans(watch, now, keptDays).map(({ from, until }) => [from.slice(0, 10), until?.slice(0, 10)]);

const all = [14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

describe('what is unread of a log', () => {
  it('is everything that it keeps, today among its days, where nothing is known', () => {
    expect(spansOf(undefined)).toEqual([['2026-11-14', undefined]]);
  });

  it('is what came since the last proof, and the day before it, as records come late', () => {
    expect(spansOf(watched(all))).toEqual([['2026-11-22', undefined]]);
    expect(spansOf(watched([...all.slice(0, -3)]))).toEqual([['2026-11-19', undefined]]);
  });

  it('is also what lies between the first and the last day without a proof', () => {
    expect(spansOf(watched([14, 16, 18, 19, 20, 21, 22, 23]))).toEqual([
      ['2026-11-22', undefined],
      ['2026-11-15', '2026-11-18'],
    ]);
  });

  it('is no more than the log keeps, however long ago the last proof was', () => {
    expect(spansOf(watched([1, 2]))).toEqual([['2026-11-14', undefined]]);
  });

  it('does not begin in the future by a proof from there', () => {
    const ahead = { ...watched(all), lastProof: instant('2026-11-30T00:00:00Z') };
    expect(spansOf(ahead)).toEqual([['2026-11-22', undefined]]);
  });
});
