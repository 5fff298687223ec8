/** Writes the sightings of one subject, and publishes its awakenings. */

import { unionOfDays } from '../../domain/day-set.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { isWriteDue, type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planDays, planSighting } from '../../domain/table/plan-sightings.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import type { PendingAwakenings, StoredEntry } from '../../infra/ports/sighting-table.ts';
import { type Remembered, remember } from './ingest-memory.ts';
import type { WritePorts } from './ingest-ports.ts';
import { type AwakeningDelivery, awakeningsToPublish, newAwakenings } from './pending-awakenings.ts';

export interface IngestSettings {
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly this many count. */
  readonly thresholdDays: number;
}

/** The ports of writing, and the time and settings of the writes. */
export interface WriteContext extends WritePorts {
  readonly now: Instant;
  readonly settings: IngestSettings;
}

const triesAtMost = 10;

/** The folded sightings of one subject. */
export interface LastSeenWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly fresh: LastSeen;
  /** Undefined where no awakenings are published; other writers publish the pending ones. */
  readonly awakeningDelivery: AwakeningDelivery | undefined;
  /** Called before the first request that writes a sighting, so that it is called again if it throws. */
  readonly beforeWrite?: (() => Promise<void>) | undefined;
}

/**
 * Writes the sightings of one subject to the table. Returns the awakenings that it published. When it returns, the
 * table is behind by less than the resolution. When it throws, that is not certain: record the same sightings again.
 */
export async function writeLastSeen(work: LastSeenWork, context: WriteContext): Promise<readonly Awakening[]> {
  const { table, memory, settings } = context;
  const { accountId, entry } = work;
  const { known, pending } = memory.subjects.get(work.key) ?? {};
  const seen = pending === undefined ? work.fresh : mergeLastSeen(pending, work.fresh);
  for (const write of planDays(accountId, entry, known?.days, seen.days)) await table.apply(write);
  const sighting = planSighting(accountId, entry, known, seen);
  if (known !== undefined && (sighting === undefined || !isWriteDue(known, seen, settings.resolutionMinutes))) {
    remember(memory, work.key, withDaysOf(known, seen), sighting && seen);
    return [];
  }
  await work.beforeWrite?.();
  if (sighting !== undefined) {
    const write = { ...sighting, isNew: false, forget: [] };
    const before = await table.writeUnlessDormant(write, dormantSince(work, seen, settings));
    if (before !== undefined) {
      remember(memory, work.key, mergeLastSeen(before, seen));
      return [];
    }
  }
  return readAndWrite({ ...work, seen, pending }, context);
}

const withDaysOf = (known: LastSeen, { days }: LastSeen): LastSeen => ({
  ...known,
  days: unionOfDays(known.days, days),
});

/** A user last seen at this time or before is dormant; undefined where no awakenings are published. */
function dormantSince(
  { awakeningDelivery }: LastSeenWork,
  seen: LastSeen,
  { thresholdDays }: IngestSettings,
): Instant | undefined {
  return awakeningDelivery?.subject.kind === 'user' ? plusDays(seen.latest.at, -thresholdDays) : undefined;
}

interface ReadWork extends LastSeenWork {
  readonly seen: LastSeen;
  /** Earlier sightings within the resolution that are not written. */
  readonly pending: LastSeen | undefined;
}

/** Reads the entry, decides by what it holds, and writes only if the entry is unchanged. */
async function readAndWrite(work: ReadWork, context: WriteContext): Promise<readonly Awakening[]> {
  const { table, settings } = context;
  const { accountId, entry, seen } = work;
  for (let tries = 0; tries < triesAtMost; tries++) {
    const before = await table.readEntry(accountId, entry);
    const held = before?.lastSeen;
    const isWanted = isWriteDue(held, seen, settings.resolutionMinutes);
    const write = isWanted ? planSighting(accountId, entry, held, seen) : undefined;
    if (before !== undefined && write === undefined) {
      const remembered = { known: withDaysOf(before.lastSeen, seen), pending: seen };
      return settle(work, remembered, before.pendingAwakenings, context);
    }
    const pendingAwakenings = withNewAwakenings(work, before, context);
    if (write !== undefined && (await table.writeIfUnchanged(before, write, pendingAwakenings))) {
      const known = held === undefined ? seen : mergeLastSeen(held, seen);
      return settle(work, { known, pending: undefined }, pendingAwakenings, context);
    }
  }
  throw new Error(`${entry} changed under each of ${triesAtMost} tries to write it`);
}

/** The pending awakenings of the entry, and those of this write. */
function withNewAwakenings(
  { awakeningDelivery, pending }: ReadWork,
  before: StoredEntry | undefined,
  { now, settings }: WriteContext,
): PendingAwakenings {
  const stored: PendingAwakenings = before?.pendingAwakenings ?? new Map();
  if (awakeningDelivery === undefined) return stored;
  const held = before?.lastSeen;
  const was = held !== undefined && pending !== undefined ? mergeLastSeen(held, pending) : held;
  return new Map([...newAwakenings(awakeningDelivery, was, settings.thresholdDays, now), ...stored]);
}

/**
 * Publishes the awakenings of this delivery, then removes them from the entry. While others stay pending, the memory is
 * not updated: their delivery is retried and must reach the table again. It does reach it: what the memory holds is
 * older by the threshold, and no resolution is that coarse.
 */
async function settle(
  { key, accountId, entry, awakeningDelivery }: ReadWork,
  { known, pending }: Remembered,
  pendingAwakenings: PendingAwakenings,
  { table, memory, now }: WriteContext,
): Promise<readonly Awakening[]> {
  const ours = awakeningDelivery === undefined ? [] : awakeningsToPublish(pendingAwakenings, awakeningDelivery, now);
  if (ours.length > 0) await awakeningDelivery?.publish(ours);
  for (const { id } of ours) await table.clearPendingAwakening(accountId, entry, id);
  if (ours.length === pendingAwakenings.size) remember(memory, key, known, pending);
  return ours;
}
