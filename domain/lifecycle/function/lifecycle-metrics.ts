/** The CloudWatch metrics of the lifecycles of an account. */

import { type AlertOwner, accountMetric, type MetricDatum } from '../../alerts/metrics.ts';
import { type Instant, plusMinutes } from '../../time.ts';
import { breakerOf } from '../guards.ts';
import type { Lifecycle, LifecycleEntries, LifecycleState } from '../lifecycle.ts';
import type { UnsealedPlan } from '../plan.ts';

/** A change that was begun is completed by the next run; after so long nobody completes it. */
const stuckMinutes = 60;

/**
 * Users by where they stand, what the plan would do now, and how many records of acts are not as they were written;
 * `altered` is undefined where nobody looked at them this time.
 */
export function lifecycleMetrics(
  owner: AlertOwner,
  entries: LifecycleEntries,
  { stops, steps }: Pick<UnsealedPlan, 'stops' | 'steps'>,
  now: Instant,
  altered?: number,
): MetricDatum[] {
  const { users } = entries;
  const lifecycles = [...users.values()].flatMap(({ lifecycle }) => lifecycle ?? []);
  const count = (...states: readonly LifecycleState[]) =>
    lifecycles.filter(({ state }) => states.includes(state)).length;
  const values = {
    NoticedUsers: count('noticed'),
    QuarantinedUsers: count('quarantined', 'quarantining'),
    HeldUsers: count('held'),
    StuckUsers: lifecycles.filter((each) => isStuck(each, now)).length,
    UsersToQuarantine: steps.filter(({ act }) => act === 'quarantine').length,
    LifecycleStops: stops.length,
    QuarantineBreaker: breakerOf(entries) === undefined ? 0 : 1,
    ...(altered !== undefined && { EvidenceAltered: altered }),
  };
  return Object.entries(values).flatMap(([name, value]) => accountMetric(owner, name, value));
}

const isStuck = ({ state, since }: Lifecycle, now: Instant): boolean =>
  ['quarantining', 'releasing', 'deleting'].includes(state) && plusMinutes(since, stuckMinutes) <= now;
