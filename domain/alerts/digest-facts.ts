import type { StoredHead } from '../chain-head.ts';
import type { BlindRegion } from '../coverage/blind-regions.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { AccountId } from '../ids.ts';
import type { Shelter } from '../sightings/shelter.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Counts } from '../verdict/counts.ts';
import type { Change } from './changes.ts';

/** Everything that a digest reports. */
export interface DigestFacts {
  readonly id: string;
  readonly accountId: AccountId;
  readonly isFirst: boolean;
  readonly changes: readonly Change[];
  readonly assessments: Iterable<Assessment>;
  readonly counts: Counts;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly coverage: Coverage;
  readonly blindRegions: readonly BlindRegion[];
  /** Unused users beyond the cap on alarms. */
  readonly withoutAlarm: readonly Assessment[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
  /** The table that the last line points to. */
  readonly tableName: string;
  /** The end of the chain of acts; absent where nothing was done to a user yet. */
  readonly chainHead?: StoredHead | undefined;
  /** Who last set a sheltering tag, by the user's name in lower case. */
  readonly shelters: ReadonlyMap<string, Shelter>;
  /** The address of the report page in the console; undefined where none is written. */
  readonly reportUrl: string | undefined;
}
