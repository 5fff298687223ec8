import { describe, expect, test } from 'vitest';
import { type Instant, plusDays, plusMinutes } from '../../../domain/time.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { now, region } from '../../domain/builders.ts';
import { branchOf, type Crash, portsOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, person, requestOf, runDay } from './reconcile-scenario.ts';

const yesterday = [
  person('ann', 1),
  person('ben', 200),
  person('cai', 150),
  person('dee', undefined),
  person('exe', 300, true),
  person('gus', 250),
];
/** ann fell silent, ben came back, cai went, exe is no longer exempt, gus became exempt, new came. */
const today = [
  person('ann', 120),
  person('ben', 0),
  person('dee', undefined),
  person('exe', 300),
  person('gus', 250, true),
  person('new', 3),
];
const tomorrow: Instant = plusDays(now, 1);

const firstDay = worldOf(inventoryOf(yesterday));
await runDay(firstDay, 0);

/** A world of its own, in which the first day is over. */
function dayBefore(): World {
  const next = branchOf(firstDay);
  next.inventory = inventoryOf(today, {}, tomorrow);
  // The proof of the day comes back; the trail was found to leave something out.
  const watch = { lastRecord: tomorrow, lastProof: tomorrow, days: new Map() };
  next.table.seen = { lastSeen: new Map(), watches: new Map([[region('eu-west-1'), watch]]) };
  next.trails.set('eu-west-1', { excludedSources: ['kms.amazonaws.com'] });
  return next;
}

/** A run of the second day; a try of the same run again has the same id. */
const runToday = (world: World, runId = 'today', at = tomorrow) =>
  reconcileAccount(requestOf({ runId, question: { now: at, thresholdDays: 90 } }), portsOf(world));

/** The lasting state: not when a run was, and not what was published. */
const stateOf = ({ table, alarms, pending }: World) => ({
  assessments: [...table.assessments].sort(([a], [b]) => (a < b ? -1 : 1)),
  run: { ...table.run, asOf: undefined },
  alarms: [...alarms].sort(([a], [b]) => (a < b ? -1 : 1)),
  pending,
  watches: table.seen.watches,
  changes: [...table.history.changes.values()]
    .map(({ detail: { userName, before, after } }) => ({ userName, before, after }))
    .sort((a, b) => (a.userName < b.userName ? -1 : 1)),
});

/** Each change line of the digests, with the title it stands under. */
function reportedIn(world: World): string[] {
  return world.digests.flatMap(({ body }) =>
    body.split('\n\n').flatMap((section) => {
      const [title = '', ...lines] = section.split('\n');
      const isChange = /^(Newly unused|Back again|No longer unused|Gone|New users|Known again) \(/.test(title);
      return isChange ? lines.map((line) => `${title.replace(/ \(.*/, '')} ${line.split(/[:;]/)[0]}`) : [];
    }),
  );
}

const wanted = [
  'Newly unused - exe',
  'Newly unused - ann',
  'Back again - ben',
  'No longer unused - gus',
  'Gone - cai',
  'New users - new',
];
const wholeRun = dayBefore();
await runToday(wholeRun);
const steps = [...wholeRun.calls];

const crashes: Crash[] = steps.flatMap((_, index) => [
  { atCall: index + 1, when: 'before' as const },
  { atCall: index + 1, when: 'after' as const },
]);
const nameOf = ({ atCall, when }: Crash) => `${when} call ${atCall}, ${steps[atCall - 1]}`;

/** The only place where a message may come twice: the topic has it, and the table does not know yet. */
const mayReportTwice = ({ atCall, when }: Crash) => {
  const step = steps[atCall - 1];
  return (step === 'publish-digest' && when === 'after') || (step === 'clear-outbox' && when === 'before');
};

test('a run that nothing interrupts reports each change in one digest', () => {
  expect(wholeRun.digests).toHaveLength(1);
  expect(reportedIn(wholeRun)).toEqual(wanted);
  expect(wholeRun.pending).toBeUndefined();
  expect(steps.length).toBeGreaterThan(15);
});

describe.each(crashes.map((crash) => [nameOf(crash), crash] as const))('a run that dies %s', (_, crash) => {
  test('and its second try end as if nothing had happened', async () => {
    const world = dayBefore();
    world.crash = crash;
    await runToday(world).catch(() => undefined);
    world.crash = undefined;
    expect(await runToday(world)).toMatchObject({ kind: 'done' });
    expect(stateOf(world)).toEqual(stateOf(wholeRun));
    const times = mayReportTwice(crash) ? 2 : 1;
    expect(world.digests).toHaveLength(times);
    expect(reportedIn(world)).toEqual(Array.from({ length: times }, () => wanted).flat());
    expect(new Set(world.digests.map(({ id }) => id)).size).toBe(1);
    const ids = new Set(world.events.map(({ detail }) => detail.id));
    expect(ids).toEqual(new Set(wholeRun.events.map(({ detail }) => detail.id)));
  });

  test('and another run later that day, once the lease is over, end the same', async () => {
    const world = dayBefore();
    world.crash = crash;
    await runToday(world).catch(() => undefined);
    world.crash = undefined;
    expect(await runToday(world, 'later', plusMinutes(tomorrow, 30))).toMatchObject({ kind: 'done' });
    expect(stateOf(world)).toEqual(stateOf(wholeRun));
    expect(world.digests).toHaveLength(mayReportTwice(crash) ? 2 : 1);
    expect(world.digests.at(-1)?.body.replaceAll(/as of \S+/g, '')).toBe(
      wholeRun.digests[0]?.body.replaceAll(/as of \S+/g, ''),
    );
  });

  test('and the next day, when all is as it was, end with a report of what may have been reported', async () => {
    const world = dayBefore();
    world.crash = crash;
    await runToday(world).catch(() => undefined);
    world.crash = undefined;
    const putOutbox = steps.indexOf('put-outbox') + 1;
    const mayBeReported = crash.atCall > putOutbox || (crash.atCall === putOutbox && crash.when === 'after');
    const wasReported = world.digests.length > 0;
    const dayAfter = plusDays(now, 2);
    world.inventory = inventoryOf(
      yesterday.map(({ name, used, exempt }) => ({ name, used, exempt: exempt ?? false })),
      {},
      dayAfter,
    );
    await runToday(world, 'day after', dayAfter);
    const reported = reportedIn(world);
    expect(reported.filter((line) => line === 'Newly unused - ann')).toHaveLength(wasReported ? 1 : 0);
    expect(reported.filter((line) => line === 'Back again - ann')).toHaveLength(mayBeReported ? 1 : 0);
    expect(world.pending).toBeUndefined();
  });
});

test('two deaths in one day still end with the same, and report a change twice only where it may not have been reported', async () => {
  for (let first = 1; first <= steps.length; first += 1) {
    for (let second = 1; second <= steps.length; second += 3) {
      const world = dayBefore();
      for (const atCall of [first, second]) {
        world.crash = { atCall: world.calls.length + atCall, when: 'after' };
        await runToday(world).catch(() => undefined);
      }
      world.crash = undefined;
      const before = world.digests.length;
      const isPending = world.pending !== undefined;
      await runToday(world);
      expect(stateOf(world)).toEqual(stateOf(wholeRun));
      expect(world.digests.length - before).toBe(isPending || before === 0 ? 1 : 0);
      expect(new Set(reportedIn(world))).toEqual(new Set(wanted));
    }
  }
});
