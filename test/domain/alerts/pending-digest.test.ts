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
  .dictionary(
    fc.constantFrom(...names),
    fc.record({
      state: fc.constantFrom(...states),
      exempt: fc.boolean(),
      since: fc.constantFrom(undefined, '2026-09-01', '2026-10-01'),
    }),
  )
  .map((users) =>
    byEntry(
      ...Object.entries(users).map(([name, { state, exempt, since }]) =>
        quietSince(assessed(name, state, { exempt }), /idle|never/.test(state) ? undefined : since),
      ),
    ),
  );
const quietSince = (assessment: Assessment, since: string | undefined): Assessment =>
  since === undefined ? assessment : { ...assessment, quietSince: since };
const fate: fc.Arbitrary<Fate> = fc.oneof(fc.record({ written: fc.nat(4) }), fc.constant('whole' as const));

/** Who is unused according to what was published, and how often each user became so without an end in between. */
function reported(published: readonly (readonly Change[])[]): { unused: Set<Entry>; repeated: number } {
  const unused = new Set<Entry>();
  let repeated = 0;
  for (const { kind, entry } of published.flat()) {
    if (kind === 'fell-quiet') continue;
    if (kind === 'became-unused') repeated += unused.has(entry) ? 1 : 0;
    if (kind === 'became-unused') unused.add(entry);
    else unused.delete(entry);
  }
  return { unused, repeated };
}

const isReportedUnused = ({ state, exemption }: Assessment) => /idle|never/.test(state) && exemption === undefined;
const unusedIn = (truth: ReadonlyMap<Entry, Assessment>) =>
  [...truth].flatMap(([entry, it]) => (isReportedUnused(it) ? [entry] : [])).sort();

/** The silences that were reported as quiet, and those that are to be. */
const silencesIn = (published: readonly (readonly Change[])[]) =>
  published
    .flat()
    .flatMap(({ kind, entry, after }) => (kind === 'fell-quiet' ? [`${entry} ${after?.quietSince}`] : []));
const quietIn = (truth: ReadonlyMap<Entry, Assessment>) =>
  [...truth].flatMap(([entry, it]) =>
    it.quietSince === undefined || isReportedUnused(it) ? [] : [`${entry} ${it.quietSince}`],
  );

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
      expect(silencesIn(world.published)).toEqual(expect.arrayContaining(quietIn(last)));
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

test('the first run reports who is quiet already', () => {
  const truth = byEntry(quietSince(assessed('ann', 'active'), '2026-10-01'), assessed('ben', 'active'));
  const first = planDigest(emptyAccount(account()), undefined, truth, question);
  expect(first.changes.map(({ kind, userName }) => [kind, userName])).toEqual([['fell-quiet', 'ann']]);
});

test('a silence is reported as quiet once, whatever else changes in it, and the next one again', () => {
  const world = freshWorld();
  const days: [Parameters<typeof assessed>[1], string | undefined][] = [
    ['active', undefined],
    ['active', '2026-09-01'],
    ['active', '2026-09-01'],
    ['unknown', '2026-09-01'],
    ['active', '2026-09-01'],
    ['idle', '2026-09-01'],
    ['active', undefined],
    ['active', '2026-10-01'],
  ];
  for (const [state, since] of days) runOnce(world, byEntry(quietSince(assessed('ann', state), since)), 'whole');
  expect(silencesIn(world.published)).toEqual([
    expect.stringContaining('2026-09-01'),
    expect.stringContaining('2026-10-01'),
  ]);
});

test('a user who falls quiet and changes at once is reported as both', () => {
  const world = freshWorld();
  runOnce(world, byEntry(assessed('ann', 'unknown')), 'whole');
  const now = byEntry(quietSince(assessed('ann', 'active'), '2026-09-01'));
  runOnce(world, now, { written: 4 });
  expect([...(world.pending?.users.values() ?? [])]).toMatchObject([{ change: 'active-again', fellQuiet: true }]);
  runOnce(world, now, 'whole');
  expect(world.published.flat().map(({ kind }) => kind)).toEqual(['active-again', 'fell-quiet']);
});

test('who became unused before anybody could say that it was quiet is unused alone', () => {
  const world = freshWorld();
  runOnce(world, byEntry(assessed('ann', 'active')), 'whole');
  runOnce(world, byEntry(quietSince(assessed('ann', 'active'), '2026-09-01')), { written: 4 });
  runOnce(world, byEntry(quietSince(assessed('ann', 'idle'), '2026-09-01')), 'whole');
  expect(world.published.flat().map(({ kind }) => kind)).toEqual(['became-unused']);
});
