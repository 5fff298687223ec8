import type { Entry } from '../sightings/entry.ts';
import type { Instant } from '../time.ts';
import type { ChangeDetail } from './change-detail.ts';

/** A change as the table holds it. `user` is the user's entry, by unique id where it is known. */
export interface ChangeRecord {
  readonly at: Instant;
  readonly user: Entry;
  readonly detail: ChangeDetail;
}
