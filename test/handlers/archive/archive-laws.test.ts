import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proofLagMinutes } from '../../../domain/coverage/proof-lag.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import { compactLastSeen, type LastSeen } from '../../../domain/sightings/last-seen.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import { fateOf } from '../../../handlers/archive/ingest-archive.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { reordered } from '../../domain/arbitraries.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { flaky } from '../../fakes/flaky-table.ts';
import { type IngestTable, sightingModel } from '../../fakes/sighting-model.ts';
import { delivered, foldOf, manyRecords, sandbox } from '../ingest/ingest-world.ts';
import { archive, filesOf } from './archive-world.ts';

type Fate = 'well' | 'before' | 'after';

/** How records come: in which files and batches of files, in what order and how often, and what fails on the way. */
interface Course {
  readonly records: readonly JsonObject[];
  readonly files: readonly string[];
  readonly held: Readonly<Record<string, Uint8Array>>;
  readonly events: readonly JsonObject[];
  readonly batches: Iterator<number>;
  readonly fates: Iterator<Fate>;
}

const courses = (keys: number, maxLength: number): fc.Arbitrary<Course> =>
  fc
    .tuple(
      manyRecords(keys, maxLength),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
      fc.infiniteStream(fc.constantFrom<Fate>('well', 'well', 'well', 'before', 'after')),
    )
    .chain(([records, sizes, batches, fates]) => {
      const held = filesOf(records, sizes);
      const orders = fc.tuple(reordered(Object.keys(held)), reordered(records));
      return orders.map(([files, events]) => ({ records, held, files, events, batches, fates }));
    });

/** A table that fails now and then, and after so many calls no more. */
function failing(table: IngestTable, fates: Iterator<Fate>): IngestTable {
  let left = 40;
  return flaky(table, () => (left-- > 0 ? (fates.next().value as Fate) : 'well'));
}

/** Reads files in batches, two sandboxes in turn, what is not done again, until all is. */
async function readAll(table: IngestTable, { files, held, batches }: Course, resolutionMinutes: number): Promise<void> {
  const settings = { resolutionMinutes, thresholdDays: 90 };
  const sandboxes = [0, 1].map(() => archive(table, held, { settings, memory: newIngestMemory(3) }));
  let queue = [...files];
  for (let round = 0; queue.length > 0; round++) {
    if (round > 300) throw new Error('a table that works is told the same files over and over');
    const batch = queue.splice(0, batches.next().value as number);
    const { outcomes, fold } = await (sandboxes[round % 2] as (typeof sandboxes)[0]).take(...batch);
    const ignored = [...fold.ignored.values()].reduce((sum, count) => sum + count, 0);
    expect(fold.received).toBe(fold.recorded + ignored + fold.malformed);
    expect(outcomes).toHaveLength(batch.length);
    queue = [...queue, ...batch.filter((_, index) => fateOf(outcomes[index] as (typeof outcomes)[0]) !== 'done')];
  }
}

/** Delivers events one at a time, what failed again. */
async function deliverAll(table: IngestTable, { events }: Course, resolutionMinutes: number): Promise<void> {
  const settings = { resolutionMinutes, thresholdDays: 90 };
  const { ingest } = sandbox(table, { settings, memory: newIngestMemory(3) });
  let queue = delivered(...events);
  for (let round = 0; queue.length > 0 && round < 300; round++) {
    const batch = queue.splice(0, 2);
    const { outcomes } = await ingest(batch);
    queue = [...queue, ...batch.filter((_, index) => outcomes[index]?.kind === 'failed')];
  }
  expect(queue).toEqual([]);
}

/** The whole of what the fold remembers. */
function expected(records: readonly unknown[]) {
  const { lastSeen, watches } = foldOf(records);
  return {
    lastSeen: apartFromCallers(new Map([...lastSeen].map(([entry, seen]) => [entry, compactLastSeen(seen)]))),
    watches,
    isKnown: true,
  };
}

/** Events alone tell callers. */
const apartFromCallers = (all: ReadonlyMap<Entry, LastSeen>) =>
  new Map([...all].map(([entry, seen]) => [entry, { ...seen, callers: undefined }]));

type Source = (table: IngestTable, course: Course, resolutionMinutes: number) => Promise<unknown>;

const both: Source = (...args) => Promise.all([readAll(...args), deliverAll(...args)]);
const sources: readonly [string, Source][] = [
  ['the bucket alone', readAll],
  ['the bucket and EventBridge at once', both],
];

describe('at resolution 0', () => {
  it.each(sources)(
    '%s: any files, order, repetition and failure end in the same table as the fold',
    async (_, source) => {
      await fc.assert(
        fc.asyncProperty(courses(10, 30), async (course) => {
          const { table, read } = sightingModel();
          await source(failing(table, course.fates), course, 0);
          const { lastSeen, watches, isKnown } = await read();
          expect({ lastSeen: apartFromCallers(lastSeen), watches, isKnown }).toEqual(expected(course.records));
        }),
        { numRuns: 50 },
      );
    },
  );

  it.each(sources)('%s: so it is in DynamoDB', async (_, source) => {
    const tables = await embeddedTables();
    await fc.assert(
      fc.asyncProperty(courses(10, 25), async (course) => {
        const { table, read } = await tables.make();
        await source(failing(table, course.fates), course, 0);
        const { lastSeen, watches, isKnown } = await read();
        expect({ lastSeen: apartFromCallers(lastSeen), watches, isKnown }).toEqual(expected(course.records));
      }),
      { numRuns: 12 },
    );
    await tables.stop();
  });
});

describe('at any other resolution', () => {
  it.each(sources)(
    '%s: no entry is ahead of the truth, none behind by the resolution or more, no day is missing',
    async (_, source) => {
      await fc.assert(
        fc.asyncProperty(courses(4, 30), fc.constantFrom(1, 15, 60, 1440), async (course, minutes) => {
          const { table, read } = sightingModel();
          await source(failing(table, course.fates), course, minutes);
          const { lastSeen, watches } = await read();
          const truth = expected(course.records);
          const isWithin = (held: Instant | undefined, at: Instant | undefined, within: number = minutes) =>
            at === undefined
              ? held === undefined
              : held !== undefined && held <= at && epochMs(at) - epochMs(held) < within * 60_000;
          expect([...lastSeen.keys()].sort()).toEqual([...truth.lastSeen.keys()].sort());
          for (const [entry, seen] of truth.lastSeen) {
            const held = lastSeen.get(entry);
            expect(isWithin(held?.latest.at, seen.latest.at)).toBe(true);
            expect(isWithin(held?.lastSuccess, seen.lastSuccess)).toBe(true);
            expect(held?.days).toEqual(seen.days);
            for (const [id, { at }] of seen.credentials) expect(isWithin(held?.credentials.get(id)?.at, at)).toBe(true);
          }
          for (const [region, watch] of truth.watches) {
            const held = watches.get(region)?.lastRecord;
            expect(isWithin(held, watch.lastRecord, proofLagMinutes(minutes))).toBe(true);
            expect(watches.get(region)?.days).toEqual(watch.days);
          }
        }),
        { numRuns: 50 },
      );
    },
  );
});
