/** Plans what streaming ingest writes of one subject. */

import { daysLacking } from '../day-set.ts';
import type { AccountId } from '../ids.ts';
import type { Entry } from '../sightings/entry.ts';
import { isWriteDue, type LastSeen } from '../sightings/last-seen.ts';
import { monthOf } from '../time.ts';
import { planSighting } from './plan-sightings.ts';
import type { SightingWrite } from './table-write.ts';

/**
 * `due`: the sighting must be written. `within`: the table is behind by less than the resolution. `held`: the table
 * holds everything. In each case `days` come first, into entries of their own.
 */
export type SubjectUpdate =
  | { readonly kind: 'due'; readonly days: LastSeen['days']; readonly sighting: SightingWrite }
  | { readonly kind: 'within' | 'held'; readonly days: LastSeen['days'] };

/**
 * Plans the update of a subject from what the table is known to hold. A sighting on a new day is due, and takes the
 * days of its month into the subject's entry: one write for both. All other days have entries of their own.
 */
export function planUpdate(
  { accountId, entry }: { readonly accountId: AccountId; readonly entry: Entry },
  known: LastSeen | undefined,
  seen: LastSeen,
  resolutionMinutes: number,
): SubjectUpdate {
  const sighting = planSighting(accountId, entry, known, seen);
  const lacking = daysLacking(known?.days, seen.days);
  if (sighting === undefined) return { kind: 'held', days: lacking };
  const days = daysOfLatest(sighting, lacking);
  if (days.size === 0 && !isWriteDue(known, seen, resolutionMinutes)) return { kind: 'within', days: lacking };
  return { kind: 'due', days: daysLacking(days, lacking), sighting: { ...sighting, days } };
}

/** The days of the month of the write's latest sighting; none where that is not written. */
function daysOfLatest({ latest }: SightingWrite, days: LastSeen['days']): LastSeen['days'] {
  return new Map([...days].filter(([month]) => latest !== undefined && month === monthOf(latest.at)));
}

/** The days in a subject's entry of months before its latest sighting's. They move to entries of their own. */
export function earlierDays(inEntry: LastSeen, seen: LastSeen): LastSeen['days'] {
  return new Map([...inEntry.days].filter(([month]) => month < monthOf(seen.latest.at)));
}
