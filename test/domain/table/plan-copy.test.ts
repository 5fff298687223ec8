import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryOf, nameEntry } from '../../../domain/sightings/entry.ts';
import { planCopy } from '../../../domain/table/plan-copy.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { monthOf } from '../../../domain/time.ts';
import { lastSeens } from '../arbitraries.ts';
import { account, now, region, user } from '../builders.ts';
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
