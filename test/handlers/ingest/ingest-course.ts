/** How events reach ingest in several sandboxes, and what the table must hold then. */

import fc from 'fast-check';
import { expect } from 'vitest';
import { proofLagMinutes } from '../../../domain/coverage/proof-lag.ts';
import type { Watch } from '../../../domain/coverage/watch.ts';
import type { Region } from '../../../domain/ids.ts';
import { type Callers, callerOf, callersRemembered } from '../../../domain/sightings/caller.ts';
import { compactLastSeen, type LastSeen } from '../../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../../domain/sightings/sighting.ts';
import type { StoredAccount } from '../../../domain/table/stored-account.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import type { Delivery } from '../../../handlers/ingest/read-deliveries.ts';
import { flaky } from '../../fakes/flaky-table.ts';
import type { IngestTable } from '../../fakes/sighting-model.ts';
import { foldOf, sandbox } from './ingest-world.ts';

/** How a run of events reaches ingest: in what batches, in which sandbox, and what fails on the way. */
export interface Course {
  readonly sizes: Iterator<number>;
  readonly sandboxes: Iterator<number>;
  readonly fates: Iterator<'well' | 'before' | 'after'>;
  /** How many writes ago a look sees the entry. */
  readonly behind: Iterator<number>;
  /** Whether the sandbox of a batch has just begun, and knows nothing. */
  readonly cold: Iterator<boolean>;
}

export const courses: fc.Arbitrary<Course> = fc
  .record({
    sizes: fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
    sandboxes: fc.infiniteStream(fc.nat(9)),
    fates: fc.infiniteStream(fc.constantFrom('well', 'well', 'well', 'before', 'after')),
    behind: fc.infiniteStream(fc.constantFrom(0, 0, 1, 2, 9)),
    cold: fc.infiniteStream(fc.constantFrom(false, false, false, true)),
  })
  .map((course) => ({ ...course, fates: course.fates as Iterator<'well' | 'before' | 'after'> }));

/** What a course of deliveries runs with. */
interface Delivering {
  readonly resolutionMinutes: number;
  readonly sandboxes?: number;
  readonly acknowledged?: (batch: readonly Delivery[]) => Promise<void>;
}

/**
 * Delivers until everything is acknowledged: batches two at a time, in several sandboxes, failures again. The table
 * works in the end.
 */
export async function deliver(
  all: readonly Delivery[],
  table: IngestTable,
  course: Course,
  { resolutionMinutes, sandboxes = 3, acknowledged = async () => {} }: Delivering,
): Promise<void> {
  let works = false;
  let failure: unknown;
  let left = 40;
  const fate = () => (works || left-- < 0 ? 'well' : (course.fates.next().value as 'well'));
  const settings = { resolutionMinutes, thresholdDays: 90 };
  const begun = () => sandbox(flaky(table, fate), { settings, memory: newIngestMemory(3) });
  const running = Array.from({ length: sandboxes }, begun);
  const sandboxOf = () => {
    const place = (course.sandboxes.next().value as number) % sandboxes;
    if (course.cold.next().value === true) running[place] = begun();
    return running[place] ?? begun();
  };
  let queue = [...all];
  for (let round = 0; queue.length > 0; round++) {
    works = round > 30;
    if (round > 30 + all.length)
      throw new Error('a table that works is told the same delivery over and over', { cause: failure });
    const batches = [0, 1].map(() => queue.splice(0, course.sizes.next().value as number)).filter((b) => b.length > 0);
    const done = await Promise.all(
      batches.map(async (batch) => {
        const { outcomes, counts } = await sandboxOf().ingest(batch);
        for (const outcome of outcomes) if (outcome.kind === 'failed') failure = outcome.cause;
        const { received, recorded, ignored, malformed, failed } = counts;
        expect([outcomes.length, recorded + ignored + malformed + failed]).toEqual([batch.length, received]);
        return {
          failed: batch.filter((_, i) => outcomes[i]?.kind === 'failed'),
          well: batch.filter((_, i) => outcomes[i]?.kind !== 'failed'),
        };
      }),
    );
    await acknowledged(done.flatMap(({ well }) => well));
    queue = [...queue, ...done.flatMap(({ failed }) => failed)];
  }
}

/** Looks are stale as the course says. */
export const lookOf =
  ({ behind }: Course) =>
  () =>
    behind.next().value as number;

/** The whole of what the fold remembers. */
function expected(records: readonly unknown[]) {
  const { lastSeen, watches } = foldOf(records);
  return { lastSeen: new Map([...lastSeen].map(([entry, seen]) => [entry, compactLastSeen(seen)])), watches };
}

/** No maximum of the table is ahead of the truth, none behind it by the resolution or more; days are complete. */
export function expectWithin(
  stored: StoredAccount,
  records: readonly unknown[],
  minutes: number,
  whole: readonly unknown[],
) {
  const [truth, ahead] = [expected(records), expected(whole)];
  const isBehind = (held: Instant | undefined, at: Instant, by = minutes) =>
    held === undefined || (held < at && epochMs(at) - epochMs(held) >= Math.max(by * 60_000, 1));
  for (const [entry, seen] of truth.lastSeen) {
    const held = stored.lastSeen.get(entry) as LastSeen;
    const most = ahead.lastSeen.get(entry) as LastSeen;
    expect(isBehind(held.latest.at, seen.latest.at)).toBe(false);
    expect(held.latest.at <= most.latest.at).toBe(true);
    if (seen.lastSuccess !== undefined) expect(isBehind(held.lastSuccess, seen.lastSuccess)).toBe(false);
    if (held.lastSuccess !== undefined) expect(held.lastSuccess <= String(most.lastSuccess)).toBe(true);
    for (const [id, { at }] of seen.credentials)
      expect([id, isBehind(held.credentials.get(id)?.at, at)]).toEqual([id, false]);
    for (const [id, { at }] of held.credentials) expect(at <= String(most.credentials.get(id)?.at)).toBe(true);
    for (const [month, bits] of seen.days) expect((held.days.get(month) ?? 0) & bits).toBe(bits);
    expectCallers(held.callers, held.latest, foldOf(whole).lastSeen.get(entry));
  }
  for (const [region, watch] of truth.watches as Map<Region, Watch>) {
    const held = stored.watches.get(region) as Watch;
    expect(isBehind(held.lastRecord, watch.lastRecord as Instant, proofLagMinutes(minutes))).toBe(false);
    if (watch.lastProof !== undefined)
      expect(isBehind(held.lastProof, watch.lastProof, proofLagMinutes(minutes))).toBe(false);
    expect(String(held.lastRecord) <= String(ahead.watches.get(region)?.lastRecord)).toBe(true);
    for (const [month, bits] of watch.days) expect((held.days.get(month) ?? 0) & bits).toBe(bits);
  }
}

/** The table holds everything that the fold does, and of the callers those that were written with something else. */
export function expectAll(stored: StoredAccount, records: readonly unknown[]): void {
  const { lastSeen, watches, isKnown } = stored;
  const truth = expected(records);
  const withoutCallers = (seen: ReadonlyMap<unknown, LastSeen>) =>
    new Map([...seen].map(([entry, each]) => [entry, { ...each, callers: undefined }]));
  const held = { lastSeen: withoutCallers(lastSeen), watches, isKnown };
  expect(held).toEqual({ lastSeen: withoutCallers(truth.lastSeen), watches: truth.watches, isKnown: true });
  for (const [entry, { latest, callers }] of lastSeen)
    expectCallers(callers, latest, foldOf(records).lastSeen.get(entry));
}

/** Each was seen, on that day or later; few are kept, and the caller of the latest sighting is among them. */
function expectCallers(callers: Callers, latest: Sighting, truth: Pick<LastSeen, 'callers'> | undefined): void {
  for (const [caller, day] of callers) expect(day <= (truth?.callers.get(caller) ?? '')).toBe(true);
  const today = latest.at.slice(0, 10);
  const ofToday = [...(truth?.callers ?? [])].filter(([, day]) => day >= today);
  const caller = callerOf(latest);
  if (caller !== undefined && ofToday.length <= callersRemembered) expect(callers.get(caller)).toBe(today);
}
