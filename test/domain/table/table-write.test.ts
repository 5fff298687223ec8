import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, userEntry } from '../../../domain/sightings/entry.ts';
import { type LastSeen, mergeLastSeen } from '../../../domain/sightings/last-seen.ts';
import { planAccount, planLastSeen, planWatches } from '../../../domain/table/plan-sightings.ts';
import { lastSeens } from '../arbitraries.ts';
import { account, daysAgo, instant, key, lastSeen, region, sighting, user } from '../builders.ts';
import { storing, written } from './table-model.ts';

const alice = userEntry(user('AIDAALICE00000000001'));
const folds = fc
  .dictionary(
    fc.constantFrom('user#AIDAALICE00000000001', 'user#AIDABOB0000000000001', 'name#carol', 'root'),
    lastSeens,
  )
  .map((fold) => new Map(Object.entries(fold)) as Map<Entry, LastSeen>);

function merged(a: ReadonlyMap<Entry, LastSeen>, b: ReadonlyMap<Entry, LastSeen>): Map<Entry, LastSeen> {
  const all = new Map(a);
  for (const [entry, seen] of b) {
    const known = all.get(entry);
    all.set(entry, known === undefined ? seen : mergeLastSeen(known, seen));
  }
  return all;
}

/** Callers are written when something else of their user is: the table may lack some, and never holds others. */
function expectTable(held: ReadonlyMap<Entry, LastSeen>, truth: ReadonlyMap<Entry, LastSeen>): void {
  const apart = (all: typeof held) =>
    new Map([...all].map(([entry, seen]) => [entry, { ...seen, callers: undefined }]));
  expect(apart(held)).toEqual(apart(truth));
  for (const [entry, { callers }] of held) {
    const seen = truth.get(entry)?.callers;
    for (const [caller, day] of callers) expect(day <= (seen?.get(caller) ?? day)).toBe(true);
  }
}

describe('the writes of a scan', () => {
  it('bring the table to what it held merged with what was seen', () => {
    fc.assert(
      fc.property(folds, folds, (held, fold) => {
        const stored = storing(held);
        expectTable(written(stored, planLastSeen(stored, fold)).lastSeen, merged(held, fold));
      }),
    );
  });

  it('are none once they were made', () => {
    fc.assert(
      fc.property(folds, folds, (held, fold) => {
        const stored = storing(held);
        const after = written(stored, planLastSeen(stored, fold));
        expect(planLastSeen(after, fold)).toEqual([]);
        expect(planLastSeen(after, held)).toEqual([]);
      }),
    );
  });

  it('may be made twice, and some of them lost, and made again', () => {
    const lost = folds.chain((fold) => fc.tuple(fc.constant(fold), fc.infiniteStream(fc.boolean())));
    fc.assert(
      fc.property(folds, lost, (held, [fold, isMade]) => {
        const stored = storing(held);
        const made = planLastSeen(stored, fold).filter(({ kind }) => kind === 'sighting' || !isMade.next().value);
        const crashed = written(written(stored, made), made);
        const after = written(crashed, planLastSeen(crashed, fold));
        expectTable(after.lastSeen, merged(held, fold));
      }),
    );
  });

  it('are at most one a subject and one a subject and month', () => {
    fc.assert(
      fc.property(folds, folds, (held, fold) => {
        const writes = planLastSeen(storing(held), fold);
        const entries = writes.map((write) => ('entry' in write ? write.entry : write.kind));
        expect(new Set(entries).size).toBe(entries.length);
        const months = [...fold.values()].flatMap(({ days }) => [...days.keys()]).length;
        expect(writes.length).toBeLessThanOrEqual(fold.size + months);
      }),
    );
  });

  it('do not grow with the records', () => {
    const seen = (count: number) =>
      lastSeen(sighting(), ...Array.from({ length: count }, (_, index) => sighting({ at: daysAgo(1, index) })));
    const writes = (count: number) => planLastSeen(storing(new Map()), new Map([[alice, seen(count)]])).length;
    expect([writes(1), writes(1000)]).toEqual([2, 2]);
  });

  it('carry only what is news', () => {
    const known = lastSeen(sighting({ at: daysAgo(1) }), sighting({ at: daysAgo(3), credential: 'console' }));
    const write = (...seen: [ReturnType<typeof sighting>]) =>
      planLastSeen(storing(new Map([[alice, known]])), new Map([[alice, lastSeen(...seen)]]));
    expect(write(sighting({ at: daysAgo(5) }))).toEqual([
      { kind: 'days', accountId: account(), entry: `${alice}#month#2026-11`, bits: 1 << 17 },
    ]);
    const late = sighting({ at: daysAgo(1, -60), credential: 'console' });
    expect(write(late)).toMatchObject([
      { kind: 'sighting', isNew: false, latest: undefined, lastSuccess: undefined, forget: [] },
    ]);
    const refused = sighting({ at: daysAgo(1, 60), errorCode: 'AccessDenied' });
    expect(write(refused)).toMatchObject([{ kind: 'sighting', latest: refused, lastSuccess: undefined }]);
  });

  it('carry a success that came before a refused call, where that alone is news', () => {
    const refused = sighting({ at: daysAgo(1), errorCode: 'AccessDenied' });
    const stored = storing(new Map([[alice, lastSeen(refused)]]));
    const fold = new Map([[alice, lastSeen(sighting({ at: daysAgo(1, -60) }))]]);
    expect(planLastSeen(stored, fold)).toEqual([
      {
        kind: 'sighting',
        accountId: account(),
        entry: alice,
        isNew: false,
        latest: undefined,
        lastSuccess: daysAgo(1, -60),
        credentials: new Map(),
        forget: [],
        callers: new Map(),
        forgetCallers: new Map(),
      },
    ]);
  });

  it('say that an entry is new only where the table has none', () => {
    const fold = new Map([[alice, lastSeen(sighting())]]);
    const older = storing(new Map([[alice, lastSeen(sighting({ at: daysAgo(2) }))]]));
    expect(planLastSeen(storing(new Map()), fold)[0]).toMatchObject({ isNew: true });
    expect(planLastSeen(older, fold)[0]).toMatchObject({ isNew: false });
  });

  it('forget the keys that later ones push out', () => {
    const used = (index: number) =>
      sighting({ at: daysAgo(20 - index), credential: key(`AKIAALICE0000000000${index}`) });
    const known = storing(new Map([[alice, lastSeen(used(0), used(1), used(2), used(3), used(4), used(5))]]));
    const [write] = planLastSeen(known, new Map([[alice, lastSeen(used(7))]]));
    expect(write).toMatchObject({ forget: ['AKIAALICE00000000000'] });
    expect(planLastSeen(storing(new Map()), new Map([[alice, lastSeen(used(7))]]))[0]).toMatchObject({ forget: [] });
  });
});

describe('the writes beside', () => {
  it('make an account findable once', () => {
    expect(planAccount(storing(new Map()))).toEqual([{ kind: 'account', accountId: account() }]);
    expect(planAccount(storing(new Map(), { isKnown: true }))).toEqual([]);
  });

  it('record a Region whose record proves nothing', () => {
    const watch = { lastRecord: instant('2026-11-02T10:00:00Z'), lastProof: undefined, days: new Map() };
    const fold = new Map([[account(), new Map([[region(), watch]])]]);
    expect(planWatches(storing(new Map()), fold)).toEqual([
      { kind: 'watch', accountId: account(), entry: 'region#eu-west-1', what: 'lastRecord', at: watch.lastRecord },
    ]);
  });

  it('record the days of a Region and its last proof, as far as they are news', () => {
    const at = instant('2026-11-02T10:00:00Z');
    const watch = { lastRecord: at, lastProof: at, days: new Map([['2026-11' as never, 0b11]]) };
    const fold = new Map([[account(), new Map([[region(), watch]])]]);
    const entry = 'region#eu-west-1';
    const held = (lastRecord: string, bits: number) =>
      storing(new Map(), {
        watches: new Map([
          [
            region(),
            { lastRecord: instant(lastRecord), lastProof: undefined, days: new Map([['2026-11' as never, bits]]) },
          ],
        ]),
      });
    const proof = { kind: 'watch', accountId: account(), entry, what: 'lastProof', at };
    const days = (bits: number) => ({ kind: 'days', accountId: account(), entry: `${entry}#month#2026-11`, bits });
    expect(planWatches(storing(new Map()), fold)).toEqual([proof, days(0b11)]);
    expect(planWatches(held('2026-11-01T10:00:00Z', 0b1), fold)).toEqual([proof, days(0b10)]);
    expect(planWatches(held('2026-11-02T10:00:00Z', 0b11), fold)).toEqual([proof]);
    expect(planWatches(held('2026-11-03T10:00:00Z', 0b101), fold)).toEqual([proof, days(0b10)]);
    expect(planWatches({ ...storing(new Map()), accountId: account('999999999999') }, fold)).toEqual([]);
  });
});
