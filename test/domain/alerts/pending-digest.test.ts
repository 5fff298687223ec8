import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../../domain/alerts/changes.ts';
import { type PendingDigest, planDigest } from '../../../domain/alerts/pending-digest.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import { emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import { states } from '../../../domain/verdict/state.ts';
import { account, instant, now, question } from '../builders.ts';
import { assessed, byEntry } from '../verdict/assessed.ts';

const run = { asOf: now, thresholdDays: 90, users: 4, coverage: { kind: 'none' } } as const;

/** What is in the table, and what was published. */
interface World {
  stored: StoredAccount;
  pending: PendingDigest | undefined;
  readonly published: Change[][];
}

const freshWorld = (): World => ({ stored: emptyAccount(account()), pending: undefined, published: [] });

/** How far a run comes: `written` so many assessments out of four, then dead; or to its end. */
type Fate = { readonly written: number } | 'unmarked' | 'whole';

function runOnce(world: World, truth: ReadonlyMap<Entry, Assessment>, fate: Fate): void {
  const { pending, changes, isStored, isFirst } = planDigest(world.stored, world.pending, truth, question);
  expect(pending === undefined).toBe(changes.length === 0 && !isFirst && (world.pending?.users.size ?? 0) === 0);
  if (!isStored) world.pending = pending;
  const assessments = new Map(world.stored.assessments);
  const entries = [...new Set([...assessments.keys(), ...truth.keys()])].sort();
  const written = typeof fate === 'object' ? fate.written : entries.length;
  for (const entry of entries.slice(0, written)) {
    const assessment = truth.get(entry);
    if (assessment === undefined) assessments.delete(entry);
    else assessments.set(entry, assessment);
  }
  world.stored = { ...world.stored, assessments, run: written >= 4 || fate === 'whole' ? run : world.stored.run };
  if (typeof fate === 'object') return;
  if (changes.length > 0) world.published.push([...changes]);
  if (fate === 'whole') world.pending = undefined;
}

const names = ['ann', 'ben', 'cai', 'dee'] as const;
const truth = fc
  .dictionary(fc.constantFrom(...names), fc.record({ state: fc.constantFrom(...states), exempt: fc.boolean() }))
  .map((users) =>
    byEntry(...Object.entries(users).map(([name, { state, exempt }]) => assessed(name, state, { exempt }))),
  );
const fate: fc.Arbitrary<Fate> = fc.oneof(fc.record({ written: fc.nat(4) }), fc.constant('whole' as const));

/** Who is unused according to what was published, and how often each user became so without an end in between. */
function reported(published: readonly (readonly Change[])[]): { unused: Set<Entry>; repeated: number } {
  const unused = new Set<Entry>();
  let repeated = 0;
  for (const { kind, entry } of published.flat()) {
    if (kind === 'became-unused') repeated += unused.has(entry) ? 1 : 0;
    if (kind === 'became-unused') unused.add(entry);
    else unused.delete(entry);
  }
  return { unused, repeated };
}

const isReportedUnused = ({ state, exemption }: Assessment) => /idle|never/.test(state) && exemption === undefined;
const unusedIn = (truth: ReadonlyMap<Entry, Assessment>) =>
  [...truth].flatMap(([entry, it]) => (isReportedUnused(it) ? [entry] : [])).sort();

test('runs that died and were repeated over the same truth report each change exactly once', () => {
  const deaths = fc.array(fc.nat(4), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(truth, deaths), { minLength: 1, maxLength: 6 }), (history) => {
      const [world, unharmed] = [freshWorld(), freshWorld()];
      for (const [then, died] of history) {
        for (const written of died) runOnce(world, then, { written });
        runOnce(world, then, 'whole');
        runOnce(unharmed, then, 'whole');
      }
      expect(world.published).toEqual(unharmed.published);
      expect(reported(world.published)).toEqual({
        unused: new Set(unusedIn(history.at(-1)?.[0] ?? new Map())),
        repeated: 0,
      });
    }),
    { numRuns: 200 },
  );
});

test('whatever died, and whether or not its digest was published, the digests lead to the truth', () => {
  const anyFate = fc.oneof(fate, fc.constant('unmarked' as const));
  fc.assert(
    fc.property(fc.array(fc.tuple(truth, anyFate), { maxLength: 8 }), truth, (history, last) => {
      const world = freshWorld();
      for (const [then, end] of history) runOnce(world, then, end);
      runOnce(world, last, 'whole');
      expect([...reported(world.published).unused].sort()).toEqual(unusedIn(last));
      expect(world.pending).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('a digest that may have been published comes again under the same id', () => {
  const world = freshWorld();
  runOnce(world, byEntry(assessed('ann', 'active')), 'whole');
  const idle = byEntry(assessed('ann', 'idle'));
  runOnce(world, idle, 'unmarked');
  const { id } = world.pending ?? expect.fail('nothing is pending');
  const later = { ...question, now: instant('2026-11-23T09:00:00Z') };
  const again = planDigest(world.stored, world.pending, idle, later);
  expect(again).toMatchObject({ isStored: true, changes: [{ kind: 'became-unused' }], pending: { id } });
});

test('where the truth moved on meanwhile, the digest is another one with another id', () => {
  const world = freshWorld();
  runOnce(world, byEntry(assessed('ann', 'active'), assessed('ben', 'active')), 'whole');
  runOnce(world, byEntry(assessed('ann', 'idle'), assessed('ben', 'active')), { written: 4 });
  const later = { ...question, now: instant('2026-11-23T09:00:00Z') };
  const next = planDigest(
    world.stored,
    world.pending,
    byEntry(assessed('ann', 'idle'), assessed('ben', 'idle')),
    later,
  );
  expect(next.isStored).toBe(false);
  expect(next.pending?.id).toBe('123456789012/2026-11-23T09:00:00Z');
  expect(next.changes.map(({ userName }) => userName)).toEqual(['ann', 'ben']);
});

test('a change that may have been reported and is undone is reported as undone', () => {
  const world = freshWorld();
  const active = byEntry(assessed('ann', 'active'));
  runOnce(world, active, 'whole');
  runOnce(world, byEntry(assessed('ann', 'idle')), 'unmarked');
  runOnce(world, active, { written: 0 });
  runOnce(world, active, 'whole');
  expect(world.published.flat().map(({ kind }) => kind)).toEqual(['became-unused', 'active-again']);
});

test('the first run reports unused users alone', () => {
  const first = planDigest(
    emptyAccount(account()),
    undefined,
    byEntry(assessed('ann', 'active'), assessed('ben', 'idle')),
    question,
  );
  expect(first).toMatchObject({ isFirst: true, isStored: false });
  expect(first.changes.map(({ kind, userName }) => [kind, userName])).toEqual([['became-unused', 'ben']]);
});
