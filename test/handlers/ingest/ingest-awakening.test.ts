import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awakeningEvent } from '../../../domain/sightings/awakening.ts';
import { takeOverMinutes } from '../../../handlers/ingest/pending-awakenings.ts';
import type { Delivery } from '../../../handlers/ingest/read-deliveries.ts';
import { daysAgo, key, now, record, recordBy, user } from '../../domain/builders.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { type Fate, flaky } from '../../fakes/flaky-table.ts';
import { type IngestTable, sightingModel } from '../../fakes/sighting-model.ts';
import { delivered, minutesAfter, sandbox } from './ingest-world.ts';

const old = record({ eventTime: daysAgo(120), eventID: 'old' });
const waking = record({ eventTime: daysAgo(0, -600), eventID: 'waking' });
const next = record({ eventTime: daysAgo(0, -300), eventID: 'next' });
const previous = daysAgo(120);

const idsOf = (...sandboxes: ReturnType<typeof sandbox>[]) => sandboxes.flatMap(({ told }) => told.map(({ id }) => id));
const once = [`${user()}/${previous}`];

const tables = {
  model: async () => sightingModel().table,
  embedded: async (): Promise<IngestTable> => sightingModel().table,
};
let stop = async () => {};

beforeAll(async () => {
  const embedded = await embeddedTables();
  tables.embedded = async () => (await embedded.make()).table;
  stop = embedded.stop;
});
afterAll(() => stop());

describe.each(['model', 'embedded'] as const)('a dormant user, in the table of the %s,', (kind) => {
  const asleep = async () => {
    const table = await tables[kind]();
    await sandbox(table).take(old);
    return table;
  };

  it('who was never seen before does not wake', async () => {
    const one = sandbox(await tables[kind]());
    expect((await one.take(waking)).counts.recorded).toBe(1);
    expect(one.told).toEqual([]);
  });

  it('wakes once, with what was known before', async () => {
    const one = sandbox(await asleep());
    const { awakenings } = await one.take(waking);
    expect(awakenings).toEqual(one.told);
    expect(one.told.map((told) => awakeningEvent(told).detail)).toMatchObject([
      { userId: user(), previousLastSeen: previous, idleDays: 119, event: { eventId: 'waking' } },
    ]);
    await one.take(waking, next);
    await sandbox(one.context.table, { publish: one.context.publish }).take(waking, next);
    expect(idsOf(one)).toEqual(once);
  });

  it('wakes once when the event is in the batch twice, and in two batches', async () => {
    const one = sandbox(await asleep());
    await one.take(waking, waking, next);
    await one.take(waking);
    expect(idsOf(one)).toEqual(once);
  });

  it('wakes once when five sandboxes race, with one event or with several', async () => {
    for (const events of [[waking], [waking, next], [next, waking]]) {
      const table = await asleep();
      const racing = [1, 2, 3, 4, 5].map(() => sandbox(table));
      const done = await Promise.all(racing.map((each, index) => each.take(events[index % events.length])));
      expect(done.map(({ counts }) => counts.recorded)).toEqual([1, 1, 1, 1, 1]);
      expect(idsOf(...racing)).toEqual(once);
    }
  });

  it('is told of again, and not lost, when publishing failed and the table has moved on', async () => {
    const table = await asleep();
    let fails = true;
    const one = sandbox(table, {
      publish: async (awakenings) => {
        if (fails) throw new Error('the bus is away');
        one.told.push(...awakenings);
      },
    });
    const delivery = delivered(waking);
    expect((await one.ingest(delivery)).counts).toMatchObject({ failed: 1, recorded: 0 });
    const other = sandbox(table);
    await other.take(next);
    expect((await one.take(next)).counts.recorded).toBe(1);
    expect(idsOf(one, other)).toEqual([]);
    expect((await one.ingest(delivery)).counts.failed).toBe(1);
    fails = false;
    expect((await one.ingest(delivery)).counts.recorded).toBe(1);
    expect((await one.ingest(delivery)).counts.recorded).toBe(1);
    expect(idsOf(one, other)).toEqual(once);
  });

  it('is told of by whoever comes across the mark, once its own delivery is long gone', async () => {
    const table = await asleep();
    const gone = sandbox(table, { publish: () => Promise.reject(new Error('the bus is away')) });
    await gone.take(waking);
    const early = sandbox(table, { now: minutesAfter(now, takeOverMinutes - 1) });
    await early.take(next);
    expect(early.told).toEqual([]);
    const late = sandbox(table, { now: minutesAfter(now, takeOverMinutes) });
    await late.take(next);
    await late.take(next);
    expect(idsOf(late)).toEqual(once);
  });

  it('who sleeps through one key and calls through the other wakes the key alone', async () => {
    const table = await asleep();
    const one = sandbox(table);
    const other = key('AKIAALICE00000000002');
    await one.take(recordBy({ accessKeyId: other }, { eventTime: daysAgo(60), eventID: 'other' }));
    await one.take(waking);
    await one.take(next);
    expect(one.told.map(({ id, dormant }) => [id, dormant])).toEqual([
      [`${user()}/${key()}/${previous}`, 'access-key'],
    ]);
  });
});

describe('whatever fails', () => {
  const fates = fc.infiniteStream(fc.constantFrom<Fate>('well', 'well', 'before', 'after'));
  const splits = fc.infiniteStream(fc.nat(2));

  it('an awakening is told at least once, and once only where nothing failed', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fates, splits, fc.boolean(), async (ofTable, ofBus, turns, smooth) => {
        const { table, awakeningsLeft } = sightingModel();
        await sandbox(table).take(old);
        let left = smooth ? 0 : 12;
        const draw = (stream: Iterator<Fate>): Fate => (left-- > 0 ? (stream.next().value as Fate) : 'well');
        const told: string[] = [];
        const sandboxes = [0, 1, 2].map(() =>
          sandbox(
            flaky(table, () => draw(ofTable)),
            {
              publish: async (awakenings) => {
                const fate = draw(ofBus);
                if (fate !== 'before') told.push(...awakenings.map(({ id }) => id));
                if (fate !== 'well') throw new Error('the bus is away');
              },
            },
          ),
        );
        let queue: Delivery[] = delivered(waking, next, waking, next);
        while (queue.length > 0) {
          const batches = queue.map((delivery) => [delivery]);
          const outcomes = await Promise.all(
            batches.map((batch) =>
              (sandboxes[turns.next().value as number] as ReturnType<typeof sandbox>).ingest(batch),
            ),
          );
          queue = queue.filter((_, index) => outcomes[index]?.counts.failed === 1);
        }
        expect([...new Set(told)]).toEqual(once);
        if (smooth) expect(told).toEqual(once);
        expect(awakeningsLeft()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
