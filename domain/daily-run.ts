/** When the daily run is overdue. */

import { daysBetween, type Instant } from './time.ts';

/** The daily run may be two hours late. The heartbeat alarm of the stack waits as long. */
const overdueHours = 26;

/** Whether the daily run has missed a renewal: the last one is over 26 hours ago. Exactly 26 hours is in time. */
export function isOverdue(renewed: Instant, now: Instant): boolean {
  return daysBetween(renewed, now) * 24 > overdueHours;
}
