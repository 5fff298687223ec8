import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { recordedAfter, recordedBefore } from '../../../domain/history/change-detail.ts';
import { changeKindsOf } from '../../../domain/history/change-kinds.ts';
import { writeVerdicts } from '../../../handlers/write-judgement.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { account } from '../../domain/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import {
  changesOf,
  type Finding,
  replay,
  runAll,
  runOnce,
  type ScriptedRun,
  statesIn,
  storyOf,
  timeOf,
  verdictsOf,
} from './history-scenario.ts';

const names = ['ann', 'ben', 'cai'] as const;
const known: Finding[] = ['active', 'idle', 'never-used', 'absent'];
const any: Finding[] = [...known, 'doubtful', 'unreadable'];

/** Runs of ascending days; some days have several. */
const runsOf = (findings: readonly Finding[]) =>
  fc
    .array(
      fc.record({
        pause: fc.integer({ min: 0, max: 2 }),
        findings: fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...findings)]))),
        exempt: fc.subarray([...names]),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((all) => {
      let day = 0;
      return all.map(({ pause, ...run }): ScriptedRun => {
        day += (pause + 1) / 4;
        return { ...run, day };
      });
    });

const first = (runs: readonly ScriptedRun[]) => runs.slice(0, 1);

async function tableAfter(runs: readonly ScriptedRun[]): Promise<LastSeenTable> {
  const table = memoryLastSeenTable();
  await runAll(table, runs);
  return table;
}

/** A table that dies at the request of that number, from 1. */
function dyingAt(table: LastSeenTable, request: number): LastSeenTable {
  let count = 0;
  const step = async <T>(act: () => Promise<T>) => {
    count++;
    if (count >= request) throw new Error('died');
    return act();
  };
  return {
    ...table,
    apply: (write) => step(() => table.apply(write)),
    replaceHistory: (...args) => step(() => table.replaceHistory(...args)),
  };
}

describe('the history of an account', () => {
  it('leads from the first states to the present ones, whatever the runs find', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(known), async (runs) => {
        const before = await statesIn(await tableAfter(first(runs)));
        const table = await tableAfter(runs);
        expect(replay(before, await changesOf(table))).toEqual(await statesIn(table));
      }),
      { numRuns: 40 },
    );
  });

  it('is unbroken: each change of a user begins where the one before it ended', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(any), async (runs) => {
        const last = new Map<string, unknown>();
        for (const { detail } of await changesOf(await tableAfter(runs))) {
          const [before, after] = [recordedBefore(detail), recordedAfter(detail)];
          if (last.has(detail.userName)) expect(before).toEqual(last.get(detail.userName));
          expect(changeKindsOf(before, after)).not.toEqual([]);
          last.set(detail.userName, after);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('calls nobody newly unused twice without an activity, an exemption or an absence between', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(any), async (runs) => {
        const unused = new Set<string>();
        for (const { detail } of await changesOf(await tableAfter(runs))) {
          const kinds = changeKindsOf(recordedBefore(detail), recordedAfter(detail));
          if (kinds.includes('became-unused')) {
            expect([...unused]).not.toContain(detail.userName);
            unused.add(detail.userName);
          }
          const ends = ['active-again', 'no-longer-unused', 'exemption-began', 'gone'] as const;
          if (ends.some((kind) => kinds.includes(kind))) unused.delete(detail.userName);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does not change where a run is repeated, at its own time or later, and the run then writes at most its counts', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(any), async (runs) => {
        const table = await tableAfter(runs);
        const [story, last] = [await storyOf(table), runs.at(-1)];
        if (last === undefined) return;
        expect(await runOnce(table, last)).toBe(0);
        const { verdicts, records } = await requestsOf(table, { ...last, day: last.day + 0.1 });
        expect([records, await storyOf(table)]).toEqual([['counts'], story]);
        expect(verdicts.filter((kind) => kind === 'change')).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same after a run that died at any request and ran again, at its own time or later', async () => {
    await fc.assert(
      fc.asyncProperty(
        runsOf(any),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(0, 0.1),
        async (runs, request, pause) => {
          const last = runs.at(-1);
          if (last === undefined) return;
          const table = await tableAfter(runs.slice(0, -1));
          await runOnce(dyingAt(table, request), last).catch(() => {});
          await runOnce(table, { ...last, day: last.day + pause });
          const whole = await tableAfter(runs);
          const withoutTime = (story: readonly string[]) => story.map((line) => line.split(' ').slice(1).join(' '));
          expect(withoutTime(await storyOf(table)).sort()).toEqual(withoutTime(await storyOf(whole)).sort());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds each change once where two runs work at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(any), async (runs) => {
        const last = runs.at(-1);
        if (last === undefined) return;
        const table = await tableAfter(runs.slice(0, -1));
        const rivals = [last, { ...last, day: last.day + 0.01 }];
        const verdicts = await Promise.all(rivals.map((run) => verdictsOf(table, run)));
        await Promise.all(verdicts.map((each) => writeVerdicts(each, true, table)));
        await runOnce(table, { ...last, day: last.day + 0.02 });
        const whole = await tableAfter(runs);
        expect((await storyOf(table)).length).toBe((await storyOf(whole)).length);
      }),
      { numRuns: 30 },
    );
  });

  it('does not change by a run of the past or of the future, nor by what follows if it finds the same as before', async () => {
    await fc.assert(
      fc.asyncProperty(runsOf(known), runsOf(known), async (runs, others) => {
        const [last, other] = [runs.at(-1), others[0]];
        if (last === undefined || other === undefined || runs.length < 2) return;
        // Who is absent from the other time's verdicts loses what the history said of it.
        const findings = { ...last.findings, ...Object.fromEntries(present(other)) };
        const table = await tableAfter(runs);
        const story = await storyOf(table);
        await runOnce(table, { ...other, findings, day: last.day - 0.1 });
        await runOnce(table, { ...other, findings, day: last.day + 500 }, false);
        expect(await storyOf(table)).toEqual(story);
        await runOnce(table, { ...last, day: last.day + 0.5 });
        expect(await storyOf(table)).toEqual(story);
      }),
      { numRuns: 30 },
    );
  });
});

const present = ({ findings }: ScriptedRun) => Object.entries(findings).filter(([, finding]) => finding !== 'absent');

/** The kinds of the writes of a run: those of the history and all others. */
async function requestsOf(table: LastSeenTable, run: ScriptedRun) {
  const kinds: string[] = [];
  const apply: LastSeenTable['apply'] = (write) => {
    kinds.push(write.kind);
    return table.apply(write);
  };
  await runOnce({ ...table, apply }, run);
  const isRecord = (kind: string) => kind === 'change' || kind === 'counts';
  return { records: kinds.filter(isRecord), verdicts: kinds.filter((kind) => !isRecord(kind)) };
}

test('5,000 users and 20 changes take 20 entries, a claim, the counts, 20 verdicts and the run; without changes two writes', async () => {
  const table = memoryLastSeenTable();
  const findings = (idle: number) =>
    Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`u${n}`, n < idle ? 'idle' : 'active'] as const));
  // The fresh use of a user who stays active would be news to its verdict, so no time passes between the uses.
  const countsOf = async (day: number, idle: number) => {
    const before = await verdictsOf(table, { day: 0, findings: findings(idle) });
    return (await writeVerdicts({ ...before, run: { ...before.run, asOf: timeOf(day) } }, true, table)).writes;
  };
  expect(await countsOf(0, 100)).toBe(5000 + 3);
  expect(await countsOf(1, 100)).toBe(2);
  expect(await countsOf(2, 120)).toBe(20 + 1 + 1 + 20 + 1);
  expect(await storyOf(table)).toHaveLength(20);
});

test('a first run records no change, only where the history begins and the counts of the day', async () => {
  const table = memoryLastSeenTable();
  const run = { day: 0, findings: { ann: 'active', ben: 'idle', cai: 'never-used' } } as const;
  expect((await requestsOf(table, run)).records).toEqual(['counts']);
  expect(await storyOf(table)).toEqual([]);
  expect(await table.readHistory(account())).toEqual({ beginsAt: timeOf(0), changedAt: timeOf(0) });
  expect(await table.dailyCounts(account())).toMatchObject([{ asOf: timeOf(0), counts: { users: 3, unused: 2 } }]);
});

test('a second run of the first time corrects the beginning and records no change', async () => {
  const table = await tableAfter([
    { day: 0, findings: { ann: 'idle' } },
    { day: 0, findings: { ann: 'active', ben: 'idle' } },
  ]);
  expect(await storyOf(table)).toEqual([]);
  await runOnce(table, { day: 1, findings: { ann: 'idle', ben: 'idle' } });
  expect(await storyOf(table)).toEqual(['1 ann active>idle']);
});

test('two runs of one time are one: the later corrects the change of the earlier, or undoes it', async () => {
  const start: ScriptedRun = { day: 0, findings: { ann: 'active', ben: 'active' } };
  const idle: ScriptedRun = { day: 1, findings: { ann: 'idle', ben: 'idle' } };
  expect(
    await storyOf(await tableAfter([start, idle, { day: 1, findings: { ann: 'never-used', ben: 'active' } }])),
  ).toEqual(['1 ann active>never-used']);
});

test('a user who was unused, then unknown, then unused is unknown in between and not newly unused', async () => {
  const story = ['idle', 'unreadable', 'idle', 'active'] as const;
  const table = await tableAfter(story.map((ann, day) => ({ day, findings: { ann, ben: 'active' } })));
  expect(await storyOf(table)).toEqual(['1 ann idle>unknown', '2 ann unknown>idle', '3 ann idle>active']);
  const kinds = (await changesOf(table)).map(({ detail }) =>
    changeKindsOf(recordedBefore(detail), recordedAfter(detail)),
  );
  expect(kinds.map(([kind]) => kind)).toEqual(['became-unknown', 'known-again', 'active-again']);
});

test('what nobody could know of the whole account changes nothing, and hides no change', async () => {
  const quiet: ScriptedRun = { day: 1, findings: { ann: 'doubtful', ben: 'doubtful' } };
  const start: ScriptedRun = { day: 0, findings: { ann: 'idle', ben: 'active' } };
  expect(await storyOf(await tableAfter([start, quiet]))).toEqual([]);
  const after: ScriptedRun = { day: 2, findings: { ann: 'idle', ben: 'idle' } };
  expect(await storyOf(await tableAfter([start, quiet, after]))).toEqual(['2 ben active>idle']);
});

test('a user who could not be judged when the history began is no news once it can be', async () => {
  const start: ScriptedRun = { day: 0, findings: { ann: 'doubtful' } };
  const table = await tableAfter([start, { day: 1, findings: { ann: 'idle', new: 'doubtful' } }]);
  expect(await storyOf(table)).toEqual([]);
  await runOnce(table, { day: 2, findings: { ann: 'active', new: 'idle' } });
  expect(await storyOf(table)).toEqual(['2 ann idle>active', '2 new ->idle']);
});

test('the counts of a day are those of its latest run', async () => {
  const table = await tableAfter([
    { day: 0, findings: { ann: 'active' } },
    { day: 0.1, findings: { ann: 'active', ben: 'active' } },
    { day: 1, findings: { ann: 'idle', ben: 'active' } },
  ]);
  const counts = (await table.dailyCounts(account())).map(({ asOf, counts: { users, idle } }) => [asOf, users, idle]);
  expect(counts).toEqual([
    [timeOf(0.1), 2, 0],
    [timeOf(1), 2, 1],
  ]);
  expect(await table.dailyCounts(account(), timeOf(0.9))).toHaveLength(1);
});
