import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { planDays, planSighting, planWatch } from '../../../domain/table/plan-sightings.ts';
import type { Instant } from '../../../domain/time.ts';
import { reordered } from '../../domain/arbitraries.ts';
import { account } from '../../domain/builders.ts';
import { type IngestTable, sightingModel } from '../../fakes/sighting-model.ts';
import { courses, deliver, expectWithin, lookOf } from './ingest-course.ts';
import { delivered, foldOf, manyRecords } from './ingest-world.ts';

/** Around the turns of months, of a year and of a leap day, and forty days before the latest. */
const turns = fc.constantFrom(
  ...([
    ['2024-02-28T23:59:59Z', '2024-02-29T00:00:00Z', '2024-02-29T23:59:59Z', '2024-03-01T00:00:00Z'],
    ['2025-12-30T12:00:00Z', '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-01-31T23:30:00Z'],
    ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-10-10T08:00:00Z', '2026-10-31T23:30:00Z'],
    ['2026-11-01T00:00:00Z', '2026-11-01T00:29:59Z', '2026-11-19T08:00:00Z', '2026-11-20T08:00:00Z'],
  ].flat() as Instant[]),
);

/** As a writer of the version before left them: all days in entries of their own, none in the subject's entry. */
async function writeAsBefore(table: IngestTable, records: readonly JsonObject[]): Promise<void> {
  const accountId = account();
  const { lastSeen, watches } = foldOf(records);
  if (records.length > 0) await table.apply({ kind: 'account', accountId });
  for (const [entry, seen] of lastSeen) {
    const sighting = planSighting(accountId, entry, undefined, seen);
    if (sighting !== undefined) await table.writeIfUnchanged(undefined, sighting, new Map());
    for (const write of planDays(accountId, entry, undefined, seen.days)) await table.apply(write);
  }
  for (const [region, watch] of watches)
    for (const write of planWatch(accountId, region, undefined, watch)) await table.apply(write);
}

/** Counts the calls that show what a run reached. */
function watching(table: IngestTable) {
  const reached = { moved: 0, refused: 0, raced: 0 };
  const watched: IngestTable = {
    ...table,
    removeDays: async (...given) => {
      reached.moved++;
      return table.removeDays(...given);
    },
    writeUnlessDormant: async (...given) => {
      const before = await table.writeUnlessDormant(...given);
      if (before === undefined) reached.refused++;
      return before;
    },
    writeIfUnchanged: async (...given) => {
      const isWritten = await table.writeIfUnchanged(...given);
      if (!isWritten) reached.raced++;
      return isWritten;
    },
  };
  return { watched, reached };
}

const byTime = (records: readonly JsonObject[]) =>
  [...records].sort((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));

const cases = manyRecords(4, 25, turns).chain((records) => {
  const inTime = fc.constant(byTime(records));
  const orders = [reordered(records), inTime, inTime, fc.constant(byTime(records).reverse())];
  return fc.record({
    records: fc.constant(records),
    order: fc.oneof(...orders),
    before: fc.subarray(records).map((some) => some.slice(0, 4)),
    course: courses,
    sandboxes: fc.constantFrom(1, 3, 10),
    resolutionMinutes: fc.constantFrom(0, 60, 1440),
  });
});

it('no day and no sighting is lost where months, years and a leap day turn, whatever the version before left', async () => {
  const most = { moved: 0, refused: 0, raced: 0, before: 0 };
  await fc.assert(
    fc.asyncProperty(cases, async ({ records, order, before, course, sandboxes, resolutionMinutes }) => {
      const { table, read } = sightingModel(lookOf(course));
      await writeAsBefore(table, before);
      const { watched, reached } = watching(table);
      await deliver(delivered(...order), watched, course, { resolutionMinutes, sandboxes });
      expectWithin(await read(), records, resolutionMinutes, records);
      for (const what of ['moved', 'refused', 'raced'] as const) if (reached[what] > 0) most[what]++;
      if (before.length > 0) most.before++;
    }),
    { numRuns: 60 },
  );
  for (const runs of Object.values(most)) expect(runs).toBeGreaterThan(1);
});
