import type { ChangeEvent } from '../../domain/alerts/change-event.ts';
import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { Answer } from '../../domain/answer.ts';
import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { SshKeyAnswers } from '../../domain/inventory/ssh-keys.ts';
import type { Instant } from '../../domain/time.ts';
import type { FailedProof } from '../../infra/aws/sts-proof.ts';
import type { DigestOutbox } from '../../infra/ports/digest-outbox.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { UserAlarmStore } from '../../infra/ports/user-alarm-store.ts';

/** Everything outside that the daily job asks or changes. All but the first four throw where they cannot be reached. */
export interface ReconcilePorts {
  /** Asks IAM for all users of the account. Never throws: each source's failure is in the answer. */
  readonly gatherInventory: (accountId: AccountId) => Promise<GatheredInventory>;
  /** Asks for the SSH keys of these users, a call for each. Never throws: each failure is in the answer. */
  readonly sshKeys: (users: readonly IamUser[]) => Promise<SshKeyAnswers>;
  /** Asks which Regions are enabled. Never throws: why they are not known is in the answer. */
  readonly enabledRegions: () => Promise<Answer<readonly Region[]>>;
  /** Asks what the trails record in these Regions. Never throws: what could not be asked is `unknown`. */
  readonly trailHealth: (regions: readonly Region[]) => Promise<TrailHealth>;
  /** Makes the proof in these Regions: a call that only reads. Never throws: answers the Regions where it failed. */
  readonly proveRegions: (regions: readonly Region[]) => Promise<FailedProof[]>;
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply'>;
  readonly outbox: DigestOutbox;
  readonly lease: RunLease;
  /** Puts values as of `at`; the same values again change nothing that an alarm sees. */
  readonly putMetrics: (metrics: readonly MetricDatum[], at: Instant) => Promise<unknown>;
  readonly alarms: UserAlarmStore;
  /** Publishes events in order; those before a refused one are out. */
  readonly publishEvents: (events: readonly ChangeEvent[]) => Promise<void>;
  /** Publishes one digest to the topic. */
  readonly publishDigest: (digest: Digest) => Promise<void>;
}
