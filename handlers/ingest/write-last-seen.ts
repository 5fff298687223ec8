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
  /** Days of silence after which a sighting is an awakening; exactly so many count. */
  readonly thresholdDays: number;
}

/** The ports of writing, and as of when and how it writes. */
export interface WriteContext extends WritePorts {
  readonly now: Instant;
  readonly settings: IngestSettings;
}

const triesAtMost = 10;

/** What was seen of one subject, folded. */
export interface LastSeenWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly fresh: LastSeen;
  /** Undefined where no awakenings are published: pending ones are left to others. */
  readonly awakeningDelivery: AwakeningDelivery | undefined;
}

/**
 * Brings what was seen of one subject into the table and answers the awakenings it published. When it returns, the
 * table is behind by less than the resolution. When it throws, that is not known, and the same is to be recorded again.
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
  if (sighting !== undefined) {
    const write = { ...sighting, isNew: false, forget: [] };
    const before = await table.writeUnlessDormant(write, dormantSince(work, seen, settings));
    if (before !== undefined) {
      remember(memory, work.key, mergeLastSeen(before, seen));
      return [];
    }
  }
  return writeOverRead({ ...work, seen, pending }, context);
}

const withDaysOf = (known: LastSeen, { days }: LastSeen): LastSeen => ({
  ...known,
  days: unionOfDays(known.days, days),
});

/** A user last seen then or before is dormant; undefined where no awakenings are published. */
function dormantSince(
  { awakeningDelivery }: LastSeenWork,
  seen: LastSeen,
  { thresholdDays }: IngestSettings,
): Instant | undefined {
  return awakeningDelivery?.subject.kind === 'user' ? plusDays(seen.latest.at, -thresholdDays) : undefined;
}

interface OverWork extends LastSeenWork {
  readonly seen: LastSeen;
  /** What was seen before, within the resolution, and not written. */
  readonly pending: LastSeen | undefined;
}

/** Looks at the entry, decides on what it really holds, and writes only if that is still so. */
async function writeOverRead(work: OverWork, context: WriteContext): Promise<readonly Awakening[]> {
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

/** The pending awakenings of the entry and those that this write brings. */
function withNewAwakenings(
  { awakeningDelivery, pending }: OverWork,
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
 * Publishes the awakenings that are for this delivery to publish, then takes them off the entry. While any stays, the
 * memory learns nothing more of the subject: its delivery comes back and must reach the table. It does: what the memory
 * held before is older by the threshold, and no resolution is that coarse.
 */
async function settle(
  { key, accountId, entry, awakeningDelivery }: OverWork,
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
