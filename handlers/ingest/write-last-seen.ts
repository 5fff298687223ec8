/** Writes the sightings of one subject, and publishes its awakenings. */

import { unionOfDays } from '../../domain/day-set.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planUpdate } from '../../domain/table/plan-update.ts';
import type { SightingWrite } from '../../domain/table/table-write.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import { remember } from './ingest-memory.ts';
import type { IngestSettings, LastSeenWork, WriteContext } from './last-seen-work.ts';
import { look, noteFound } from './look.ts';
import { afterWrite, type FoldedWork, moveEarlierDays, readAndWrite, writeDays } from './read-and-write.ts';

/**
 * Writes the sightings of one subject to the table. Returns the awakenings that it published. When it returns, the
 * table is behind by less than the resolution. When it throws, that is not certain: record the same sightings again.
 */
export async function writeLastSeen(work: LastSeenWork, context: WriteContext): Promise<readonly Awakening[]> {
  const { memory, settings } = context;
  const { pending } = memory.subjects.get(work.key) ?? {};
  const seen = pending === undefined ? work.fresh : mergeLastSeen(pending, work.fresh);
  const looked = await look(work, seen, context);
  const update = planUpdate(work, looked.known, seen, settings.resolutionMinutes);
  await writeDays(work, update.days, context);
  const inTable = unionOfDays(looked.known?.days ?? new Map(), update.days);
  if (looked.kind === 'held' && update.kind !== 'due') {
    remember(memory, work.key, { ...looked.known, days: inTable }, update.kind === 'within' ? seen : undefined);
    return [];
  }
  await work.beforeWrite?.();
  const folded = { ...work, seen, pending, inTable, isAbsent: looked.kind === 'absent' };
  const isWritten =
    looked.kind === 'held' &&
    update.kind === 'due' &&
    (await writeUnread(folded, update.sighting, looked.known, context));
  return isWritten ? [] : readAndWrite(folded, context);
}

/** Writes without reading first. False where nothing was written and the entry must be read. */
async function writeUnread(
  work: FoldedWork,
  sighting: SightingWrite,
  known: LastSeen,
  { table, memory, settings }: WriteContext,
): Promise<boolean> {
  const write = { ...sighting, isNew: false, forget: [] };
  const before = await table.writeUnlessDormant(write, dormantSince(work, settings));
  if (before === undefined) return false;
  noteFound(memory, known, before);
  await moveEarlierDays(work, before, table);
  remember(memory, work.key, afterWrite(work, before));
  return true;
}

/** A user last seen at this time or before is dormant; undefined where no awakenings are published. */
function dormantSince({ awakeningDelivery, seen }: FoldedWork, { thresholdDays }: IngestSettings): Instant | undefined {
  return awakeningDelivery?.subject.kind === 'user' ? plusDays(seen.latest.at, -thresholdDays) : undefined;
}
