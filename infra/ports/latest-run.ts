import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** Remembers up to which run a function did its work. Every method throws where the table cannot be reached. */
export interface LatestRun {
  /** The time of the latest run whose work was all done; undefined where there is none. */
  readLatestRun(accountId: AccountId): Promise<Instant | undefined>;
  putLatestRun(accountId: AccountId, asOf: Instant): Promise<void>;
}
