/** What the records of every provider's log may say, and how they are added up. */

import type { IgnoredReason } from '../cloudtrail/ignored-record.ts';
import type { Malformed } from '../cloudtrail/record.ts';
import { ofAccount, type RecordFold } from '../cloudtrail/record-fold.ts';
import type { AccountId, UserId } from '../ids.ts';
import { entryOf } from '../sightings/entry.ts';
import { addActivity } from '../sightings/last-seen.ts';
import type { Sighting } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';

/** Who a record of a provider's log is about. */
export interface LogSubject {
  readonly accountId: AccountId;
  readonly userId: UserId;
}

/** A use by somebody who was signed in. */
export interface LogUse {
  readonly subject: LogSubject;
  readonly sighting: Sighting;
}

/**
 * What a record of a provider's log says. `at` is when it was made. A `no-use` belongs to the log and shows that
 * somebody did not get in, or was no user. An `ignored` record does not belong to the log.
 */
export type LogReading =
  | (LogUse & { readonly kind: 'use'; readonly at: Instant })
  | { readonly kind: 'no-use'; readonly reason: IgnoredReason; readonly at: Instant }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | Malformed;

/** Adds a record of an account. */
export function addReading(records: RecordFold, reading: LogReading, accountId: AccountId): void {
  records.received++;
  switch (reading.kind) {
    case 'use':
      addUse(records, reading);
      break;
    case 'no-use':
    case 'ignored':
      records.ignored.set(reading.reason, (records.ignored.get(reading.reason) ?? 0) + 1);
      break;
    case 'malformed':
      addMalformed(records, reading, accountId);
      break;
    default:
      reading satisfies never;
  }
}

function addUse(records: RecordFold, { subject, sighting }: LogUse): void {
  records.recorded++;
  addActivity(ofAccount(records.lastSeen, subject), entryOf({ kind: 'user', ...subject }), sighting);
}

/** What cannot be read may hide a use of its user, or of anybody where it names none. */
function addMalformed(records: RecordFold, reading: Malformed, accountId: AccountId): void {
  records.malformed++;
  if (reading.subject === undefined) records.unattributed ??= reading;
  else ofAccount(records.unreadable, { accountId }).set(entryOf(reading.subject), reading);
}
