/** How a review that ended against a user changes its way out. */

import type { Instant } from '../time.ts';
import type { Removal, UserEntries } from './lifecycle.ts';
import type { LifecycleSettings } from './settings.ts';

/** Whoever asks for a removal knows of it: the notice is this short. */
const askedNoticeDays = 7;

/**
 * The removal that still holds. A later keep, any later activity and a later return end it. It never makes a user
 * unused.
 */
export function removalInForce(
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
