import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { Answer } from '../../domain/answer.ts';
import type { TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { AccountId, OrganizationId, Region } from '../../domain/ids.ts';
import type { ListedMembers } from '../../domain/organization/account-list.ts';
import type { OrganizationRun } from '../../domain/organization/organization-run.ts';
import type { RunMessage } from '../../domain/organization/run-message.ts';
import type { TenantStanding } from '../../domain/organization/tenant-standing.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { DigestOutbox } from '../../infra/ports/digest-outbox.ts';
import type { OrganizationStore } from '../../infra/ports/organization-store.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';

/** A message, and after how long it may be read. */
export interface DelayedMessage {
  readonly message: RunMessage;
  /** Whole seconds, at most 900. */
  readonly delayS: number;
}

/** What a run over an organization needs from outside. What cannot be reached throws, unless it says never. */
export interface OrganizationPorts {
  readonly store: OrganizationStore;
  readonly clock: () => Instant;
  readonly send: (messages: readonly DelayedMessage[]) => Promise<void>;
}

/** What the start of a run needs beside. */
export interface StartPorts extends OrganizationPorts {
  /** Every page of AWS Organizations' list. */
  readonly listAccounts: () => Promise<ListedMembers>;
  /** What the organization's trail records; undefined where that is not everything: then each account is asked. */
  readonly organizationTrail: () => Promise<OrganizationTrail | undefined>;
}

/** The Regions that the organization's trail records, with what it records there. */
export type OrganizationTrail = Extract<TrailHealth, { readonly kind: 'known' }>;

/** What judging one account needs beside. */
export interface MemberPorts extends OrganizationPorts {
  readonly settings: AccountSettingsStore;
  /** Assumes the role in the account. Never throws: the failure is part of the answer. */
  readonly enter: (accountId: AccountId, trail: OrganizationRun['trail']) => Promise<Answer<EnteredAccount>>;
}

/** An account whose role was assumed. */
export interface EnteredAccount {
  /** The ports of its daily job. Metrics, alarms and the digest are the organization's. */
  readonly ports: Omit<ReconcilePorts, 'putMetrics' | 'alarms' | 'publishDigest'>;
  /** Asks IAM to make the credential report. Never throws: the judging run asks again. */
  readonly startReport: () => Promise<void>;
  /** Closes the connections. */
  readonly leave: () => void;
}

/** What the end of a run needs beside. */
export interface ClosePorts extends OrganizationPorts {
  readonly lease: RunLease;
  readonly outbox: Pick<DigestOutbox, 'clear'>;
  /** How the tenants of other providers stand that the stack judges too. */
  readonly readTenants: () => Promise<readonly TenantStanding[]>;
  readonly putMetrics: (metrics: readonly MetricDatum[], at: Instant) => Promise<unknown>;
  readonly publishDigest: (digest: Digest) => Promise<void>;
}

/** The organization and the settings of every run over it. */
export interface OrganizationSettings {
  readonly organizationId: OrganizationId;
  readonly stackName: string;
  readonly tableName: string;
  readonly thresholdDays: number;
  readonly regions: readonly Region[];
}
