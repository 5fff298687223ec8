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

/** The metrics of one run, for alarms and the dashboard, all with dimension `AccountId`. */
export function accountMetrics(accountId: AccountId, counts: Counts, blindRegions: number): MetricDatum[] {
  const values = {
    Users: counts.users,
    ActiveUsers: counts.active,
    IdleUsers: counts.idle,
    NeverUsedUsers: counts['never-used'],
    UnusedUsers: counts.unusedNotExempt,
    UnknownUsers: counts.unknown,
    UnusedAccessKeys: counts.unusedAccessKeys,
    UnusedPasswords: counts.unusedPasswords,
    UsersWithoutCredentials: counts.withoutCredentials,
    BlindRegions: blindRegions,
    InventoryShrunk: 0,
  };
  return Object.entries(values).map(([name, value]) => accountMetric(accountId, name, value));
}

/** One value of a metric of the account. */
export function accountMetric(accountId: AccountId, name: string, value: number): MetricDatum {
  return { name, value, dimensions: { AccountId: accountId } };
}

/** The metric of a user's alarm: whole days since its last activity, or since its creation. */
export function idleDaysMetric(assessment: Assessment, now: Instant): MetricDatum {
  return { name: 'IdleDays', value: idleDays(assessment, now) ?? 0, dimensions: idleDaysDimensions(assessment) };
}

/** The dimensions that the metric and the alarm of a user share. */
export function idleDaysDimensions({ user }: Assessment): MetricDatum['dimensions'] {
  return { AccountId: user.accountId, UserName: safeName(user.userName) };
}
