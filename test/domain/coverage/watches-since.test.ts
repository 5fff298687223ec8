import { expect, it } from 'vitest';
import { addRecord, type WatchFold } from '../../../domain/coverage/watch.ts';
import { watchesSince } from '../../../domain/coverage/watches-since.ts';
import { daysOfBits } from '../../../domain/day-set.ts';
import { account, instant, now, record, region } from '../builders.ts';

const fold: WatchFold = new Map();
for (const day of ['2026-10-30', '2026-11-01', '2026-11-02', '2026-11-20']) {
  addRecord(fold, record({ eventTime: `${day}T12:00:00Z` }), now, 'may-prove');
}
const daysIn = (watches: WatchFold) =>
  [...(watches.get(account())?.get(region())?.days ?? [])].map(([month, bits]) => [month, daysOfBits(bits)]);

it('proofs from a day on stay, those before prove nothing', () => {
  expect(daysIn(watchesSince(fold, '2026-11-02'))).toEqual([['2026-11', [2, 20]]]);
  expect(daysIn(watchesSince(fold, '2026-12-01'))).toEqual([]);
  expect(daysIn(watchesSince(fold, undefined))).toEqual(daysIn(fold));
  const { lastProof } = watchesSince(fold, '2026-12-01').get(account())?.get(region()) ?? {};
  expect(lastProof).toBe(instant('2026-11-20T12:00:00Z'));
});
