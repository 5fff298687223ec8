import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../domain/sightings/entry.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import { earlierDays, planUpdate } from '../../../domain/table/plan-update.ts';
import { account, instant, lastSeen, sighting, user } from '../builders.ts';

const place = { accountId: account(), entry: entryOf({ kind: 'user', accountId: account(), userId: user() }) };
const seenAt = (...times: string[]): LastSeen => {
  const [first = '', ...more] = times;
  return lastSeen(sighting({ at: instant(first) }), ...more.map((at) => sighting({ at: instant(at) })));
};
const planned = (known: LastSeen | undefined, seen: LastSeen) => {
  const update = planUpdate(place, known, seen, 60);
  const inEntry = update.kind === 'due' ? [...(update.sighting.days ?? [])] : undefined;
  return { kind: update.kind, days: [...update.days], inEntry };
};
const [november, october] = ['2026-11', '2026-10'];

describe('an update of a subject', () => {
  it('takes the days of the month of its latest sighting into the entry, all others into entries of their own', () => {
    const seen = seenAt('2026-10-31T23:00:00Z', '2026-11-01T09:00:00Z', '2026-11-02T09:00:00Z');
    const days = [[october, 1 << 30]];
    expect(planned(undefined, seen)).toEqual({ kind: 'due', days, inEntry: [[november, 0b11]] });
  });

  it('is due on a new day, however soon after the last write', () => {
    const update = planned(seenAt('2026-11-01T23:59:00Z'), seenAt('2026-11-02T00:01:00Z'));
    expect(update).toEqual({ kind: 'due', days: [], inEntry: [[november, 0b10]] });
  });

  it('is not due within the resolution on a known day', () => {
    const update = planned(seenAt('2026-11-01T09:00:00Z'), seenAt('2026-11-01T09:59:59Z'));
    expect(update).toEqual({ kind: 'within', days: [], inEntry: undefined });
  });

  it('gives a day that comes late an entry of its own, because its sighting is not written', () => {
    const update = planned(seenAt('2026-11-02T00:01:00Z'), seenAt('2026-11-01T23:59:00Z'));
    expect(update).toEqual({ kind: 'held', days: [[november, 0b01]], inEntry: undefined });
  });
});

it('the days of earlier months leave the entry once a later month is seen', () => {
  const before = seenAt('2026-10-30T09:00:00Z', '2026-10-31T09:00:00Z');
  expect([...earlierDays(before, seenAt('2026-11-01T09:00:00Z'))]).toEqual([[october, 0b11 << 29]]);
  expect([...earlierDays(before, seenAt('2026-10-31T10:00:00Z'))]).toEqual([]);
});
