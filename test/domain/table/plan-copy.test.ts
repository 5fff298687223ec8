import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hourOf, type ProvenHours, provenHours } from '../../../domain/coverage/proven-hours.ts';
import { entryOf, nameEntry } from '../../../domain/sightings/entry.ts';
import { planCopy } from '../../../domain/table/plan-copy.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { type Instant, monthOf } from '../../../domain/time.ts';
import { lastSeens } from '../arbitraries.ts';
import { account, lastSeen, now, region, sighting, user } from '../builders.ts';
import { storing, written } from './table-model.ts';

const alice = entryOf({ kind: 'user', accountId: account(), userId: user() });
const bob = nameEntry('bob');

it('ends in the same latest sightings in either direction, and adds nothing the second time', () => {
  fc.assert(
    fc.property(lastSeens, lastSeens, lastSeens, (here, there, alone) => {
      const from = storing(
        new Map([
          [alice, here],
          [bob, alone],
        ]),
      );
      const to = storing(new Map([[alice, there]]));
      const copied = written(to, planCopy(from, to));
      const back = written(from, planCopy(to, from));
      expect(copied.lastSeen.get(alice)?.latest).toEqual(back.lastSeen.get(alice)?.latest);
      expect(copied.lastSeen.get(bob)?.latest).toEqual(alone.latest);
      expect(planCopy(from, copied)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('takes along who sheltered whom and from where somebody called, and lets the later word stand', () => {
  const shelter = { at: now, by: 'arn:aws:iam::111122223333:user/eve', keys: ['keep'] };
  const earlier = { ...shelter, at: '2020-01-01T00:00:00Z' as Instant };
  const seen = { ...lastSeen(sighting()), callers: new Map() };
  const called = { ...seen, callers: new Map([['203.0.113 aws-cli', '2026-11-23']]) };
  const from = storing(new Map([[alice, called]]), { shelters: new Map([['bob', shelter]]) });
  const to = storing(new Map([[alice, seen]]), { shelters: new Map([['bob', earlier]]) });
  const copied = written(to, planCopy(from, to));
  expect(copied.shelters.get('bob')).toEqual(shelter);
  expect(copied.lastSeen.get(alice)?.callers).toEqual(called.callers);
  expect(planCopy(to, { ...from, isKnown: true })).toEqual([]);
});

it('takes lost hours along, and never proves again what the other table knows to be lost', () => {
  const hour = hourOf(now);
  const watch = { lastRecord: now, lastProof: now, days: new Map() };
  const holding = (proof: ProvenHours) => ({
    ...emptyAccount(account()),
    isKnown: true,
    watches: new Map([[region(), { ...watch, proof }]]),
  });
  const proven = holding(provenHours(new Set([hour, hour - 1]), new Set()));
  const lost = holding(provenHours(new Set([hour, hour - 1]), new Set(), new Set([hour])));
  expect(planCopy(lost, proven)).toMatchObject([{ kind: 'proof', lostHours: [expect.any(Number)], hours: [] }]);
  expect(planCopy(proven, lost)).toEqual([]);
});

it('takes the days that a trail left out along, before the watch that they narrow', () => {
  const month = monthOf(now);
  const watch = { lastRecord: now, lastProof: now, days: new Map([[month, 6]]), unrecorded: new Map([[month, 2]]) };
  const from = { ...emptyAccount(account()), watches: new Map([[region(), watch]]) };
  const entries = planCopy(from, emptyAccount(account())).flatMap((write) =>
    write.kind === 'account' ? [] : [`${write.entry}`],
  );
  const [home, dark] = [`region#${region()}`, `region#${region()}#dark#month#${month}`];
  expect(new Set(entries)).toEqual(new Set([dark, home, `${home}#month#${month}`]));
  expect(entries[0]).toBe(dark);
});
