import type { LookupWindow } from '../coverage/lookup-window.ts';
import { epochMs, type Instant, instantOfEpochMs, laterOf, plusDays, plusMinutes } from '../time.ts';
import { historyDays } from './event-lookup.ts';

/** How far the events under one name were read. */
export type NameReading =
  | { readonly kind: 'found'; readonly at: Instant }
  /** To the beginning of what was asked for: no event is the user's. */
  | { readonly kind: 'whole' }
  /** No further than `readTo`, where more are left than will be read, or one that cannot be read. */
  | { readonly kind: 'cut'; readonly readTo: Instant | undefined; readonly why: string };

/** What was learned of one user in one Region. */
export interface LookupResult {
  readonly lookedUp: LookupWindow;
  /** Why events before `lookedUp.from` may be missing; undefined where the user was found, or has no event. */
  readonly unanswered: string | undefined;
}

/** CloudTrail may show an event as late as this, in minutes; what was asked earlier is asked again so far back. */
const lateMinutes = 60;

/**
 * The start of the search, the latest of three: the beginning of the event history, the user's creation, and the end of
 * an earlier lookup that reached that beginning.
 */
export function askFrom(to: Instant, createdAt: Instant | undefined, known: LookupWindow | undefined): Instant {
  const beginning = plusDays(to, -historyDays);
  const isWhole = known !== undefined && known.from <= beginning && known.to <= to;
  const terms = isWhole ? plusMinutes(known.to, -lateMinutes) : undefined;
  const from = laterOf(laterOf<Instant | undefined>(beginning, createdAt), terms) ?? beginning;
  return from < to ? from : to;
}

/**
 * What the readings under all names of a user prove. From the latest event that was found, or else from the beginning
 * of the search, the table lacks no event of the user. This reaches back no further than a reading that was cut short;
 * where the former names are not known, only the event that was found is proven. No events means only: none in 90 days
 * of management events.
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

const earlierOf = (a: Instant, b: Instant): Instant => (a <= b ? a : b);

/** Events of the same second may be on both sides of a cut. */
const secondAfter = (at: Instant): Instant => instantOfEpochMs(epochMs(at) + 1000) ?? at;
