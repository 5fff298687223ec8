import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Delivery } from '../../../handlers/ingest/read-deliveries.ts';
import { reordered } from '../../domain/arbitraries.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { courses, deliver, expectAll, expectWithin, lookOf } from './ingest-course.ts';
import { delivered, manyRecords } from './ingest-world.ts';

const cases = (keys: number, maxLength = 30) =>
  manyRecords(keys, maxLength).chain((records) => fc.tuple(fc.constant(records), reordered(records), courses));

const recordOf = ({ body }: Delivery) =>
  body.kind === 'event' ? (body.event as { detail: unknown }).detail : undefined;

describe('at resolution 0', () => {
  it('any split, order, repetition, retry and crash ends in the same table as the fold', async () => {
    await fc.assert(
      fc.asyncProperty(cases(10, 40), async ([records, order, course]) => {
        const { table, read } = sightingModel(lookOf(course));
        await deliver(delivered(...order), table, course, { resolutionMinutes: 0 });
        expectAll(await read(), records);
      }),
      { numRuns: 240 },
    );
  });

  it('so it does in DynamoDB', async () => {
    const tables = await embeddedTables();
    await fc.assert(
      fc.asyncProperty(cases(10, 25), async ([records, order, course]) => {
        const { table, read } = await tables.make();
        await deliver(delivered(...order), table, course, { resolutionMinutes: 0 });
        expectAll(await read(), records);
      }),
      { numRuns: 15 },
    );
    await tables.stop();
  });
});

describe('at any other resolution', () => {
  const resolutions = fc.constantFrom(1, 15, 60, 1440);

  it('no entry is ahead, none behind by the resolution or more, and no day is missing', async () => {
    await fc.assert(
      fc.asyncProperty(cases(4, 40), resolutions, async ([records, order, course], minutes) => {
        const { table, read } = sightingModel(lookOf(course));
        await deliver(delivered(...order), table, course, { resolutionMinutes: minutes });
        expectWithin(await read(), records, minutes, records);
      }),
      { numRuns: 240 },
    );
  });

  it('so it is in DynamoDB', async () => {
    const tables = await embeddedTables();
    await fc.assert(
      fc.asyncProperty(cases(4, 25), resolutions, async ([records, order, course], minutes) => {
        const { table, read } = await tables.make();
        await deliver(delivered(...order), table, course, { resolutionMinutes: minutes });
        expectWithin(await read(), records, minutes, records);
      }),
      { numRuns: 15 },
    );
    await tables.stop();
  });

  it('what is acknowledged is in the table at that moment', async () => {
    await fc.assert(
      fc.asyncProperty(cases(4, 25), fc.constantFrom(0, 15, 60), async ([records, order, course], minutes) => {
        const { table, read } = sightingModel(lookOf(course));
        const acknowledged: unknown[] = [];
        const check = async (batch: readonly Delivery[]) => {
          acknowledged.push(...batch.map(recordOf));
          expectWithin(await read(), acknowledged, minutes, records);
        };
        await deliver(delivered(...order), table, course, { resolutionMinutes: minutes, acknowledged: check });
      }),
      { numRuns: 200 },
    );
  });
});
