import { readRecord } from '../cloudtrail/record.ts';
import type { AccountId, UserId } from '../ids.ts';
import type { Sighting, Subject } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';

/** How far back CloudTrail's event history goes, in days. */
export const historyDays = 90;

/** An event of CloudTrail's event history: its time as CloudTrail lists it, and the record, unread. */
export interface LookedUpEvent {
  readonly at: Instant | undefined;
  readonly record: unknown;
}

/** Whose events are looked for. */
export interface LookupTarget {
  readonly accountId: AccountId;
  readonly userId: UserId;
  /** The name of now, then those before it, the latest first. */
  readonly names: readonly string[];
}

/** A sighting and whose it is. */
export interface FoundSighting {
  readonly subject: Subject;
  readonly sighting: Sighting;
}

/**
 * What a page of events under a user's name says about that user. `found`: the user's latest event is on the page.
 * `unreadable`: no event down to `readTo`, exclusive, is the user's; the next record may be and cannot be read. `none`:
 * no event is the user's; `readTo` is the time of the oldest.
 */
export type PageReading = {
  /** Sightings by name alone, of records without a unique id; they may be of whoever had the name. */
  readonly named: readonly FoundSighting[];
} & (
  | { readonly kind: 'found'; readonly found: FoundSighting }
  | { readonly kind: 'unreadable'; readonly readTo: Instant | undefined; readonly field: string }
  | { readonly kind: 'none'; readonly readTo: Instant | undefined }
);

/**
 * Reads events, newest first, up to the first that is the user's by unique id. Sessions of roles, federated sessions
 * and former holders of the name are somebody else, even under the same name.
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
