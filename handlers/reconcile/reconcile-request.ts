import type { Region } from '../../domain/ids.ts';
import type { RunQuestion } from '../../domain/reconcile/run-plan.ts';

/** One run: what is asked, and in whose name. */
export interface ReconcileRequest extends RunQuestion {
  /**
   * The same for every try of one run, so that a try after a crash need not wait for the lease of the one that died.
   */
  readonly runId: string;
  readonly tableName: string;
  /** Regions to be proven watched; none: all that are enabled. */
  readonly regions: readonly Region[];
  /** ARNs that per-user alarms tell. */
  readonly alarmActions: readonly string[];
  /** Somebody says that an inventory of less than half of the last run's users is right. */
  readonly acceptShrunkInventory: boolean;
}
