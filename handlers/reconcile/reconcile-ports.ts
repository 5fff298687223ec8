import type { ChangeEvent } from '../../domain/alerts/change-event.ts';
import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { Answer } from '../../domain/answer.ts';
import type { FailedProof } from '../../domain/coverage/blind-regions.ts';
import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { Instant } from '../../domain/time.ts';
import type { DigestOutbox } from '../../infra/ports/digest-outbox.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { AbandonedLease, RunLease } from '../../infra/ports/run-lease.ts';
import type { UserAlarmStore } from '../../infra/ports/user-alarm-store.ts';
import type { KeyPorts } from '../ask-for-keys.ts';
import type { ServicesPorts } from '../ask-for-services.ts';

/** What the daily job reads or changes outside. What cannot be reached throws, unless it says never. */
export interface ReconcilePorts extends KeyPorts, Omit<ServicesPorts, 'table'> {
  /** Reads all users of the account from IAM. Never throws: each source's failure is part of the answer. */
  readonly gatherInventory: (accountId: AccountId) => Promise<GatheredInventory>;
  /** Reads the enabled Regions. Never throws: the failure is part of the answer. */
  readonly enabledRegions: () => Promise<Answer<readonly Region[]>>;
  /** Reads what the trails record in these Regions. Never throws: what could not be read is `unknown`. */
  readonly trailHealth: (regions: readonly Region[]) => Promise<TrailHealth>;
  /**
   * The Regions with a witness since the account's last run: they need no proof of this one. Absent: the run makes its
   * proof in every Region.
   */
  readonly witnessedRegions?: ((accountId: AccountId) => Promise<ReadonlySet<Region>>) | undefined;
  /** Makes the proof, a read-only call, in these Regions. Never throws: returns the Regions where it failed. */
  readonly proveRegions: (regions: readonly Region[]) => Promise<FailedProof[]>;
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply' | 'replaceHistory'>;
  readonly outbox: DigestOutbox;
  readonly lease: RunLease;
  /** Hears of a run that was killed, before this run does anything: this one may be killed too. */
  readonly reportAbandoned: (lease: AbandonedLease) => void;
  /** Puts values as of `at`. Putting the same values again changes no alarm. */
  readonly putMetrics: (metrics: readonly MetricDatum[], at: Instant) => Promise<unknown>;
  readonly alarms: UserAlarmStore;
  /** Publishes events in order; those before a refused one are published. */
  readonly publishEvents: (events: readonly ChangeEvent[]) => Promise<void>;
  /** Publishes one digest to the topic. */
  readonly publishDigest: (digest: Digest) => Promise<void>;
}

/** What a run needs to do what it decided. */
export type RunActPorts = Pick<
  ReconcilePorts,
  'table' | 'outbox' | 'putMetrics' | 'alarms' | 'publishEvents' | 'publishDigest'
>;
