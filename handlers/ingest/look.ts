/** Looks before it writes, where other sandboxes may have written. */

import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planUpdate } from '../../domain/table/plan-update.ts';
import { epochMs } from '../../domain/time.ts';
import type { IngestMemory } from './ingest-memory.ts';
import type { LastSeenWork, WriteContext } from './last-seen-work.ts';

/**
 * What is known of a subject's entry before it is written. `held`: the table holds at least this. `pending`: so it
 * does, with awakenings that may not be published yet. `absent`: there was no such entry.
 */
export type Looked =
  | { readonly kind: 'held' | 'pending'; readonly known: LastSeen }
  | { readonly kind: 'absent'; readonly known?: undefined };

/** What the sandbox remembers; where a write is due that another one may have made, what the table shows as well. */
export async function look(work: LastSeenWork, seen: LastSeen, context: WriteContext): Promise<Looked> {
  const { table, memory, settings } = context;
  const known = memory.subjects.get(work.key)?.known;
  if (known !== undefined) {
    const isDue = planUpdate(work, known, seen, settings.resolutionMinutes).kind === 'due';
    if (!isDue || !isLookWorthwhile(memory, known, seen, settings.resolutionMinutes)) return { kind: 'held', known };
  }
  const found = await table.readEventually(work.accountId, work.entry);
  if (found === undefined) return known === undefined ? { kind: 'absent' } : { kind: 'held', known };
  noteFound(memory, known, found.lastSeen);
  const kind = found.pendingAwakenings.size > 0 ? 'pending' : 'held';
  return { kind, known: known === undefined ? found.lastSeen : mergeLastSeen(known, found.lastSeen) };
}

/** After another sandbox was found to write, so many writes in a row that find no other end the looking. */
const looksAfterAnother = 32;

/** The first of so many parts of the resolution. So soon hardly another sandbox has written. */
const partsOfResolution = 30;

/**
 * Whether to look before a write that is due. A look costs a tenth of a write. A sandbox that is alone writes without
 * looking, and so does the first one that may have to write.
 */
function isLookWorthwhile(
  { others }: IngestMemory,
  known: LastSeen,
  seen: LastSeen,
  resolutionMinutes: number,
): boolean {
  if (others.looksLeft === 0 || resolutionMinutes === 0) return false;
  const overdue = (epochMs(seen.latest.at) - epochMs(known.latest.at)) / 60_000 - resolutionMinutes;
  return overdue < 0 || overdue > resolutionMinutes / partsOfResolution;
}

/** Notes whether the table held a later sighting than this sandbox knew. */
export function noteFound({ others }: IngestMemory, known: LastSeen | undefined, found: LastSeen): void {
  if (known === undefined) return;
  others.looksLeft = found.latest.at > known.latest.at ? looksAfterAnother : Math.max(0, others.looksLeft - 1);
}
