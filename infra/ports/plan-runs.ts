import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** The latest plan that a function made. */
export interface PlanRun {
  readonly asOf: Instant;
  /** What it would do, as a hash without times. */
  readonly acts: string;
  /** Whether the messages of reviews are still to be sent: then the next hour does not wait. */
  readonly isUnfinished?: true;
}

/**
 * Remembers the latest plan of an account, in a partition where the function that plans alone may write. Every method
 * throws where the table cannot be reached.
 */
export interface PlanRuns {
  readPlanRun(accountId: AccountId): Promise<PlanRun | undefined>;
  putPlanRun(accountId: AccountId, run: PlanRun): Promise<void>;
  /** Vouches for the plan with that hash, right before it is handed over. It ends the word for any plan before. */
  vouchFor(accountId: AccountId, planHash: string): Promise<void>;
  /** The hash of the plan that was vouched for last; undefined where none was. */
  vouchedPlan(accountId: AccountId): Promise<string | undefined>;
}
