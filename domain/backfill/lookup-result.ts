/** Concludes from the pages that were read how far a user was looked up. */

import type { LookupWindow } from '../coverage/lookup-window.ts';
import { earlierOf, epochMs, type Instant, instantOfEpochMs, laterOf, plusDays, plusMinutes } from '../time.ts';
import { historyDays } from './event-lookup.ts';

/** How far the events with one name were read. */
export type NameReading =
  | { readonly kind: 'found'; readonly at: Instant }
  /** Back to the start of the search: no event is the user's. */
  | { readonly kind: 'whole' }
  /** Back to `readTo` only: there are more events than may be read, or one cannot be read. */
  | { readonly kind: 'cut'; readonly readTo: Instant | undefined; readonly why: string };

/** The result of looking up one user in one Region. */
export interface LookupResult {
  readonly lookedUp: LookupWindow;
  /** Why unknown events may lie before `lookedUp.from`; undefined where the user was found, or there are none. */
  readonly unanswered: string | undefined;
}

/** CloudTrail may list an event up to this many minutes late. A new lookup goes back that far into the earlier one. */
const lateMinutes = 60;

/**
 * The time from which to request events: the start of the event history, the user's creation, or shortly before the end
 * of an earlier lookup that reached that start, whichever is latest.
 */
export function searchFrom(to: Instant, createdAt: Instant | undefined, known: LookupWindow | undefined): Instant {
  const beginning = plusDays(to, -historyDays);
  const isWhole = known !== undefined && known.from <= beginning && known.to <= to;
  const terms = isWhole ? plusMinutes(known.to, -lateMinutes) : undefined;
  const from = laterOf(laterOf<Instant | undefined>(beginning, createdAt), terms) ?? beginning;
  return from < to ? from : to;
}

/**
 * The window in which every event of the user is known, from the readings of all the user's names. It begins at the
 * latest event that was found, else at the start of the search; never before the point where a reading stopped. If the
 * former names are not known and no event was found, it is empty. Without any event it says: none in 90 days of
 * management events.
 */
export function concludeLookup(
  readings: readonly NameReading[],
  terms: {
    readonly from: Instant;
    readonly to: Instant;
    readonly namesKnown: boolean;
    readonly createdAt: Instant | undefined;
  },
): LookupResult {
  const { to } = terms;
  let found: Instant | undefined;
  let cut: { readonly from: Instant; readonly why: string } | undefined;
  for (const reading of readings) {
    if (reading.kind === 'found') found = laterOf(found, reading.at);
    if (reading.kind !== 'cut') continue;
    const from = reading.readTo === undefined ? to : earlierOf(secondAfter(reading.readTo), to);
    if (cut === undefined || from > cut.from) cut = { from, why: reading.why };
  }
  if (found !== undefined && (cut === undefined || cut.from <= found)) {
    return { lookedUp: { from: earlierOf(found, to), to }, unanswered: undefined };
  }
  if (cut !== undefined) return { lookedUp: { from: cut.from, to }, unanswered: cut.why };
  if (!terms.namesKnown) return { lookedUp: { from: to, to }, unanswered: 'former names are not known' };
  const isBorn = terms.createdAt !== undefined && terms.from === terms.createdAt;
  return { lookedUp: { from: isBorn ? plusDays(to, -historyDays) : terms.from, to }, unanswered: undefined };
}

/** Events of the second where a reading stopped may be on both sides of that point. */
const secondAfter = (at: Instant): Instant => instantOfEpochMs(epochMs(at) + 1000) ?? at;
