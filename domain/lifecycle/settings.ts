/** What a customer decides about the lifecycle of unused users. */

import type { OwnerSettings } from '../owners/owner.ts';
import { settingBounds } from '../settings/bounds.ts';

/** Days of the week as IAM's window names them, Monday first. */
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** The times at which users may be quarantined. Undoing is never bound to them. */
export interface ActingWindow {
  readonly days: readonly Weekday[];
  /** The first hour of the day, 0 to 23. */
  readonly fromHour: number;
  /** The hour at which the window closes, 1 to 24; it is not part of it. */
  readonly toHour: number;
  /** A name of the IANA database, `Europe/Berlin`. */
  readonly timeZone: string;
  /** Days of that zone on which nobody is quarantined, `2026-12-24`. */
  readonly freezeDays: readonly string[];
}

/** How far the last act of all may go. */
export interface DeletionSettings {
  /** Days of the quarantine on which somebody must have listened. */
  readonly graceDays: number;
  /** The most deletions of one plan. */
  readonly deletesARun: number;
}

/**
 * How far acts go. `quarantine`: nobody is deleted. `delete`: whoever was silent through a whole quarantine is deleted
 * once a person approved it.
 */
export const reaches = ['quarantine', 'delete'] as const;
export type Reach = (typeof reaches)[number];

/** The settings that a plan rests on. A plan made with other settings is not applied. */
export interface LifecycleSettings extends OwnerSettings {
  /** Days from the first notice to the quarantine. */
  readonly noticeDays: number;
  /** The most notices and the most quarantines of one plan. */
  readonly noticesARun: number;
  readonly quarantinesARun: number;
  /** The most quarantines, and the most deletions, in 7 days, in percent of all users, rounded up. */
  readonly weeklyPercent: number;
  /** Users below these paths are left alone, each path with a slash at both ends. */
  readonly protectedPaths: readonly string[];
  /** Whether every quarantine needs an approval, not only that of who can change IAM; absent in older records: no. */
  readonly requireApproval?: boolean | undefined;
  /** Names or ARNs of people who approve acts: they are left alone. Empty: everybody else may approve. */
  readonly approvers: readonly string[];
  readonly window: ActingWindow;
  /** Undefined below the stage that deletes: then nobody is deleted. */
  readonly deletion?: DeletionSettings | undefined;
}

/** The settings as a file gives them: each may be missing. */
export type PartialSettings = Partial<Omit<LifecycleSettings, 'window' | 'deletion'>> &
  Partial<DeletionSettings> & { readonly window?: Partial<ActingWindow>; readonly stage?: Reach };

const defaults: LifecycleSettings = {
  noticeDays: settingBounds.noticeDays.default,
  ownerTags: ['owner', 'Owner'],
  ownerRules: [],
  noticesARun: settingBounds.noticesARun.default,
  quarantinesARun: settingBounds.quarantinesARun.default,
  weeklyPercent: settingBounds.weeklyPercent.default,
  protectedPaths: ['/break-glass/'],
  requireApproval: false,
  approvers: [],
  window: { days: ['Tue', 'Wed', 'Thu'], fromHour: 8, toHour: 14, timeZone: 'UTC', freezeDays: [] },
};

/** The settings with the default of each that is missing. Those of deletions count in the stage that deletes alone. */
export function lifecycleSettings({
  window,
  stage = 'quarantine',
  graceDays = settingBounds.graceDays.default,
  deletesARun = settingBounds.deletesARun.default,
  ...given
}: PartialSettings): LifecycleSettings {
  const deletion = { graceDays, deletesARun };
  return {
    ...defaults,
    ...given,
    window: { ...defaults.window, ...window },
    ...(stage === 'delete' && { deletion }),
  };
}
