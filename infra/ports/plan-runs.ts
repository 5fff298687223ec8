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

/** Remembers the latest plan of an account. Every method throws where the table cannot be reached. */
export interface PlanRuns {
  readPlanRun(accountId: AccountId): Promise<PlanRun | undefined>;
  putPlanRun(accountId: AccountId, run: PlanRun): Promise<void>;
}
