/** When notices and the quarantine are due, and what a review changes of that. */

import { type Instant, laterOf, plusDays } from '../time.ts';
import type { Lifecycle, Removal, UserEntries } from './lifecycle.ts';
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

/** Whoever asks for a removal knows of it: the notice is this short. */
const askedNoticeDays = 7;

/**
 * The removal that still holds. A later keep, any later activity and a later return end it. It never makes a user
 * unused.
 */
function removalInForce(
  { removal, keep, lifecycle }: UserEntries,
  lastActivity: Instant | undefined,
): Removal | undefined {
  if (removal === undefined) return undefined;
  const ends = [keep?.at, lastActivity, lifecycle?.returnedAt];
  return ends.some((end) => end !== undefined && end > removal.at) ? undefined : removal;
}

/** The settings for this user: a notice that follows an asked removal is shorter. An earlier notice keeps its days. */
export function noticeSettings(
  entries: UserEntries,
  lastActivity: Instant | undefined,
  settings: LifecycleSettings,
): LifecycleSettings {
  const removal = removalInForce(entries, lastActivity);
  const { state, notices } = entries.lifecycle ?? {};
  const first = state === 'noticed' ? notices?.[0]?.at : undefined;
  const isShort = removal?.kind === 'asked' && (first === undefined || first >= removal.at);
  return isShort ? { ...settings, noticeDays: Math.min(settings.noticeDays, askedNoticeDays) } : settings;
}

/** `bob asked in review 2026-11-23-unused to remove it: not needed`; empty where no removal holds. */
export function removalWords(entries: UserEntries, lastActivity: Instant | undefined): string[] {
  const removal = removalInForce(entries, lastActivity);
  if (removal === undefined) return [];
  const { kind, by, campaign, reason } = removal;
  if (kind === 'silence') return [`nobody answered for it in review ${campaign}`];
  return [`${by} asked in review ${campaign} to remove it${reason === undefined ? '' : `: ${reason}`}`];
}
