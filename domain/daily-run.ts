import { daysBetween, type Instant } from './time.ts';

/** The daily run may be two hours late. The heartbeat alarm of the stack waits as long. */
const overdueHours = 26;

/** Whether what each daily run renews was renewed too long ago; exactly 26 hours ago is still in time. */
export function isOverdue(renewed: Instant, now: Instant): boolean {
  return daysBetween(renewed, now) * 24 > overdueHours;
}
