import { type MetricDatum, userMetrics } from '../alerts/metrics.ts';
import type { OrganizationId } from '../ids.ts';
import type { OrganizationTotals } from './roll-up.ts';

/** Whose metrics these are: an organization may have several stacks in one Region. */
export interface OrganizationOwner {
  readonly organizationId: OrganizationId;
  readonly stackName: string;
}

/** The metrics of one run over an organization, in place of those of each account. */
export function organizationMetrics(
  owner: OrganizationOwner,
  { counts, ...totals }: OrganizationTotals,
): MetricDatum[] {
  const { accounts, carriedUnused } = totals;
  const values = {
    ...userMetrics(counts),
    CarriedUnusedUsers: carriedUnused,
    Accounts: accounts.listed,
    AccountsJudged: accounts.judged,
    AccountsNotJudged: accounts.unjudged,
    AccountsSkipped: accounts.skipped,
    AccountsOutOfService: accounts.outOfService,
  };
  return Object.entries(values).map(([name, value]) => organizationMetric(owner, name, value));
}

/** One value of a metric, by `OrganizationId` and `Stack`. */
export const organizationMetric = (
  { organizationId, stackName }: OrganizationOwner,
  name: string,
  value: number,
): MetricDatum => ({ name, value, dimensions: { OrganizationId: organizationId, Stack: stackName } });
