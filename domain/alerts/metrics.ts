/** The CloudWatch metrics of a run. */

import type { AccountId } from '../ids.ts';
import { safeName } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { type Assessment, idleDays } from '../verdict/assessment.ts';
import type { Counts } from '../verdict/counts.ts';

/** The CloudWatch namespace of all metrics. */
export const metricNamespace = 'Lastseen';

/** One value of one metric; the namespace is always `Lastseen`. */
export interface MetricDatum {
  readonly name: string;
  readonly value: number;
  readonly dimensions: { readonly [name: string]: string };
}

/** Whose metrics and alarms these are: an account may have several stacks in one Region. */
export interface AlertOwner {
  readonly accountId: AccountId;
  readonly stackName: string;
}

/** What a run counts beside the states of users. */
export interface OtherCounts {
  readonly blindRegions: number;
  readonly quietUsers: number;
}

/** The counts of users by the names of their metrics: of an account, or of all accounts of an organization. */
export const userMetrics = (counts: Counts) => ({
  Users: counts.users,
  ActiveUsers: counts.active,
  IdleUsers: counts.idle,
  NeverUsedUsers: counts['never-used'],
  UnusedUsers: counts.unusedNotExempt,
  UnknownUsers: counts.unknown,
  UnusedAccessKeys: counts.unusedAccessKeys,
  UnusedPasswords: counts.unusedPasswords,
  UsersWithoutCredentials: counts.withoutCredentials,
});

/** The metrics of one run, for alarms and the dashboard. */
export function accountMetrics(
  owner: AlertOwner,
  counts: Counts,
  { blindRegions, quietUsers }: OtherCounts,
): MetricDatum[] {
  const values = { ...userMetrics(counts), QuietUsers: quietUsers, BlindRegions: blindRegions, InventoryShrunk: 0 };
  return Object.entries(values).flatMap(([name, value]) => accountMetric(owner, name, value));
}

/** One value of a metric: by `AccountId`, for everybody, and by `AccountId` and `Stack`, for the stack's own alarms. */
export function accountMetric({ accountId, stackName }: AlertOwner, name: string, value: number): MetricDatum[] {
  const all = { name, value, dimensions: { AccountId: accountId } };
  return [all, { ...all, dimensions: { ...all.dimensions, Stack: stackName } }];
}

/** The metric of a user's alarm, twice as above: whole days since its last activity, or since its creation. */
export function idleDaysMetric(assessment: Assessment, { stackName }: AlertOwner, now: Instant): MetricDatum[] {
  const owned = idleDaysDimensions(assessment, stackName);
  const { AccountId, UserName } = owned;
  const all = { name: 'IdleDays', value: idleDays(assessment, now) ?? 0, dimensions: { AccountId, UserName } };
  return [all, { ...all, dimensions: owned }];
}

/** The dimensions that the metric and the alarm of a user share. */
export function idleDaysDimensions({ user }: Assessment, stackName: string) {
  return { AccountId: user.accountId, UserName: safeName(user.userName), Stack: stackName };
}
