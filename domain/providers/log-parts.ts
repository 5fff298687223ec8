/** What the fold of a provider's log has in common: uses, what is ignored, and what cannot be read. */

import type { IgnoredReason } from '../cloudtrail/ignored-record.ts';
import type { Malformed } from '../cloudtrail/record.ts';
import { ofAccount, type RecordFold } from '../cloudtrail/record-fold.ts';
import type { AccountId, UserId } from '../ids.ts';
import { entryOf } from '../sightings/entry.ts';
import { addActivity } from '../sightings/last-seen.ts';
import type { Sighting } from '../sightings/sighting.ts';

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

/** Adds a sighting of a user. */
export function addUse(records: RecordFold, { subject, sighting }: LogUse): void {
  records.recorded++;
  addActivity(ofAccount(records.lastSeen, subject), entryOf({ kind: 'user', ...subject }), sighting);
}

/** Counts a record that is no use. */
export function addIgnored({ ignored }: RecordFold, reason: IgnoredReason): void {
  ignored.set(reason, (ignored.get(reason) ?? 0) + 1);
}

/** Adds a record that cannot be read: it may hide a use of its user, or of anybody where it names none. */
export function addMalformed(records: RecordFold, reading: Malformed, accountId: AccountId): void {
  records.malformed++;
  if (reading.subject === undefined) records.unattributed ??= reading;
  else ofAccount(records.unreadable, { accountId }).set(entryOf(reading.subject), reading);
}
