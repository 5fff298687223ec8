import type { ChangeEvent } from '../../domain/alerts/change-event.ts';
import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { Answer } from '../../domain/answer.ts';
import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { Instant } from '../../domain/time.ts';
import type { FailedProof } from '../../infra/aws/sts-proof.ts';
import type { DigestOutbox } from '../../infra/ports/digest-outbox.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { UserAlarmStore } from '../../infra/ports/user-alarm-store.ts';

/**
 * Everything outside that a reconcile asks or changes. But for the first four, each throws where it cannot be reached.
 */
export interface ReconcilePorts {
  /** Never throws: each source's failure is in the answer. */
  readonly gatherInventory: (accountId: AccountId) => Promise<GatheredInventory>;
  /** Never throws: why they are not known is in the answer. */
  readonly enabledRegions: () => Promise<Answer<readonly Region[]>>;
  /** Never throws: what could not be asked is `unknown`. */
  readonly trailHealth: (regions: readonly Region[]) => Promise<TrailHealth>;
  /** Never throws: answers the Regions where the call failed. */
  readonly proveRegions: (regions: readonly Region[]) => Promise<FailedProof[]>;
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply'>;
  readonly outbox: DigestOutbox;
  readonly lease: RunLease;
  readonly putMetrics: (metrics: readonly MetricDatum[], at: Instant) => Promise<unknown>;
  readonly alarms: UserAlarmStore;
  readonly publishEvents: (events: readonly ChangeEvent[]) => Promise<void>;
  readonly publishDigest: (digest: Digest) => Promise<void>;
}
