/** Finds a user's latest event in pages of CloudTrail's event history. */

import { readRecord } from '../cloudtrail/record.ts';
import type { AccountId, UserId } from '../ids.ts';
import type { Sighting, Subject } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';

/** How far back CloudTrail's event history goes, in days. */
export const historyDays = 90;

/** An event of CloudTrail's event history: its time as CloudTrail lists it, and the record, not yet read. */
export interface LookedUpEvent {
  readonly at: Instant | undefined;
  readonly record: unknown;
}

/** The user to look up. */
export interface LookupTarget {
  readonly accountId: AccountId;
  readonly userId: UserId;
  /** The current name, then the former ones, latest first. */
  readonly names: readonly string[];
}

/** A sighting with its subject. */
export interface FoundSighting {
  readonly subject: Subject;
  readonly sighting: Sighting;
}

/**
 * What a page of events with a user's name says about the user. `found`: the user's latest event is among them.
 * `unreadable`: there is none down to `readTo` (exclusive), and then comes an unreadable record that may be the
 * user's. `none`: no event is the user's; `readTo` is the time of the oldest event.
 */
export type PageReading = {
  /** Sightings by name alone, of records without a unique id. They may be of any user who had the name. */
  readonly named: readonly FoundSighting[];
} & (
  | { readonly kind: 'found'; readonly found: FoundSighting }
  | { readonly kind: 'unreadable'; readonly readTo: Instant | undefined; readonly field: string }
  | { readonly kind: 'none'; readonly readTo: Instant | undefined }
);

/**
 * Reads events, newest first, up to the first with the user's unique id. Sessions of roles, federated sessions and
 * earlier users of the same name are not the user.
 */
export function readPage(target: LookupTarget, events: readonly LookedUpEvent[], now: Instant): PageReading {
  const named: FoundSighting[] = [];
  let readTo: Instant | undefined;
  for (const { at, record } of events) {
    const reading = readRecord(record, now);
    if (reading.kind === 'sighting') {
      if (isTarget(target, reading.subject)) return { kind: 'found', found: reading, named };
      if (isNamesake(target, reading.subject)) named.push(reading);
    } else if (reading.kind === 'malformed' && mayBe(target, reading.subject)) {
      return { kind: 'unreadable', readTo, field: reading.field, named };
    }
    readTo = at ?? readTo;
  }
  return { kind: 'none', readTo, named };
}

const isTarget = ({ accountId, userId }: LookupTarget, subject: Subject): boolean =>
  subject.kind === 'user' && subject.accountId === accountId && subject.userId === userId;

function isNamesake({ accountId, names }: LookupTarget, subject: Subject): boolean {
  if (subject.kind !== 'name' || subject.accountId !== accountId) return false;
  return names.some((name) => name.toLowerCase() === subject.userName.toLowerCase());
}

const mayBe = (target: LookupTarget, subject: Subject | undefined): boolean =>
  subject === undefined || isTarget(target, subject) || isNamesake(target, subject);
