/** Writes the sightings of one subject by what its entry holds, and publishes its awakenings. */

import { type DaysByMonth, unionOfDays } from '../../domain/day-set.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planDays } from '../../domain/table/plan-sightings.ts';
import { earlierDays, planUpdate } from '../../domain/table/plan-update.ts';
import type { PendingAwakenings, SightingTable, StoredEntry } from '../../infra/ports/sighting-table.ts';
import { type Remembered, remember } from './ingest-memory.ts';
import type { LastSeenWork, WriteContext } from './last-seen-work.ts';
import { awakeningsToPublish, newAwakenings } from './pending-awakenings.ts';

/** The sightings of one subject, with what the sandbox remembers of it. */
export interface FoldedWork extends LastSeenWork {
  /** Those of this work and the pending ones. */
  readonly seen: LastSeen;
  /** Earlier sightings within the resolution that are not written. */
  readonly pending: LastSeen | undefined;
  /** Days that are in the table, as far as is known. */
  readonly inTable: DaysByMonth;
  /** A look found no entry. */
  readonly isAbsent: boolean;
}

type Place = Pick<LastSeenWork, 'accountId' | 'entry'>;
type Table = Pick<SightingTable, 'apply' | 'removeDays'>;

/** Writes days into entries of their own, one for each month. */
export async function writeDays({ accountId, entry }: Place, days: DaysByMonth, { table }: { readonly table: Table }) {
  for (const write of planDays(accountId, entry, undefined, days)) await table.apply(write);
}

/** Moves the days of earlier months into entries of their own, so that the subject's entry stays small. */
export async function moveEarlierDays(work: FoldedWork, before: LastSeen, table: Table): Promise<void> {
  const earlier = earlierDays(before, work.seen);
  await writeDays(work, earlier, { table });
  for (const [month, bits] of earlier) await table.removeDays(work.accountId, work.entry, month, bits);
}

/** What the table holds after everything that was seen was written over this entry; undefined: over none. */
export function afterWrite({ seen, inTable }: FoldedWork, before: LastSeen | undefined): LastSeen {
  const written = { ...seen, days: unionOfDays(seen.days, inTable) };
  return before === undefined ? written : mergeLastSeen(before, written);
}

const triesAtMost = 10;

/** Reads the entry, decides by what it holds, and writes only if the entry is unchanged. */
export async function readAndWrite(work: FoldedWork, context: WriteContext): Promise<readonly Awakening[]> {
  for (let tries = 0; tries < triesAtMost; tries++) {
    const isAbsent = work.isAbsent && tries === 0;
    const before = isAbsent ? undefined : await context.table.readEntry(work.accountId, work.entry);
    const published = await writeOver(before, work, context);
    if (published !== undefined) return published;
  }
  throw new Error(`${work.entry} changed under each of ${triesAtMost} tries to write it`);
}

/** Undefined where the entry is not as it was read. */
async function writeOver(
  before: StoredEntry | undefined,
  work: FoldedWork,
  context: WriteContext,
): Promise<readonly Awakening[] | undefined> {
  const { table, settings } = context;
  const held = before && { ...before.lastSeen, days: unionOfDays(before.lastSeen.days, work.inTable) };
  const update = planUpdate(work, held, work.seen, settings.resolutionMinutes);
  await writeDays(work, update.days, context);
  if (update.kind !== 'due') {
    const known = held && { ...held, days: unionOfDays(held.days, update.days) };
    return known && settle(work, { known, pending: work.seen }, before?.pendingAwakenings ?? new Map(), context);
  }
  const pendingAwakenings = withNewAwakenings(work, before, context);
  if (!(await table.writeIfUnchanged(before, update.sighting, pendingAwakenings))) return undefined;
  if (before !== undefined) await moveEarlierDays(work, before.lastSeen, table);
  return settle(work, { known: afterWrite(work, before?.lastSeen), pending: undefined }, pendingAwakenings, context);
}

/** The pending awakenings of the entry, and those of this write. */
function withNewAwakenings(
  { awakeningDelivery, pending }: FoldedWork,
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
  { key, accountId, entry, awakeningDelivery }: FoldedWork,
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
