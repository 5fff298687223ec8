/** When notices and the quarantine are due. */

import { type Instant, laterOf, plusDays } from '../time.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { LifecycleSettings } from './settings.ts';

/** The second notice comes halfway: half of the days, rounded down. */
const halfOf = ({ noticeDays }: LifecycleSettings): number => Math.floor(noticeDays / 2);

/** Whether the second notice is to be sent now. */
export function isReminderDue({ notices }: Lifecycle, settings: LifecycleSettings, now: Instant): boolean {
  const [first, second] = notices;
  return first !== undefined && second === undefined && now >= plusDays(first.at, halfOf(settings));
}

/** When the quarantine is due: all days after the first notice, and half of them after the second, if that was late. */
export function dueAfter(notices: Lifecycle['notices'], settings: LifecycleSettings): Instant | undefined {
  const [first, second] = notices;
  if (first === undefined) return undefined;
  const due = plusDays(first.at, settings.noticeDays);
  return second === undefined ? due : laterOf(due, plusDays(second.at, halfOf(settings)));
}
