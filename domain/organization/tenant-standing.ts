/** What the digest of an organization says of a tenant of another provider that the same stack judges, in words. */

import type { AccountSkip } from '../accounts/account-settings.ts';
import { isOverdue } from '../daily-run.ts';
import type { DayCounts } from '../history/stored-history.ts';
import type { AccountId } from '../ids.ts';
import { wordsOf } from '../provider.ts';
import type { Instant } from '../time.ts';

/** How a tenant stands. Its daily run is one of its own, and so are its digest, its metrics and its alarms. */
export interface TenantStanding {
  readonly accountId: AccountId;
  /** What its latest finished run counted; undefined where none has finished. */
  readonly latest: DayCounts | undefined;
  /** People decided that nobody of it is judged for now. */
  readonly skip: AccountSkip | undefined;
}

/** Whether its daily run failed, or has not finished for longer than a day. */
export const isTenantUnjudged = ({ latest, skip }: TenantStanding, now: Instant): boolean =>
  skip === undefined && (latest === undefined || isOverdue(latest.asOf, now));

/** One line: what the latest run found, and whether that is the present. */
export function tenantWords(tenant: TenantStanding, now: Instant): string {
  const { accountId, latest, skip } = tenant;
  const name = `${wordsOf(accountId).name} ${accountId}`;
  if (skip !== undefined) return `${name}: skipped until ${skip.end}: ${skip.reason}`;
  if (latest === undefined) return `${name}: never judged yet`;
  const { users, unusedNotExempt, unknown } = latest.counts;
  const found = `${unusedNotExempt} unused of ${users} users, ${unknown} unknown`;
  return isTenantUnjudged(tenant, now)
    ? `${name}: not judged since ${latest.asOf}; then ${found}`
    : `${name}: ${found}, as of ${latest.asOf}`;
}

/** How many tenants there are, and that the totals leave them out; nothing where there are none. */
export function tenantTotals(tenants: readonly TenantStanding[], now: Instant): string[] {
  if (tenants.length === 0) return [];
  const unjudged = tenants.filter((tenant) => isTenantUnjudged(tenant, now)).length;
  const skipped = tenants.filter(({ skip }) => skip !== undefined).length;
  const judged = tenants.length - unjudged - skipped;
  const parts = [`${judged} judged`, `${unjudged} not judged`, ...(skipped === 0 ? [] : [`${skipped} skipped`])];
  return [`Tenants of other providers, not in these numbers: ${parts.join(', ')}.`];
}
