/** Whether a user is quieter than its own rhythm explains: a hint beside the state, never a verdict. */

import type { WindowsByRegion } from '../coverage/lookup-window.ts';
import type { WatchCalendar } from '../coverage/watched-days.ts';
import { type DaysByMonth, dayNumbersOf } from '../day-set.ts';
import { isAnswerMissing } from '../inventory/iam-user.ts';
import type { Question } from '../question.ts';
import { type Activity, isQuiet, rhythmOf, windowDays } from '../rhythm/rhythm.ts';
import { isEachWatched, type Silence, watchedGaps } from '../rhythm/silence.ts';
import type { ObservedSilence } from '../rhythm/survival.ts';
import { dayNumberOf, type Instant, silentDays } from '../time.ts';
import type { Assessment } from './assessment.ts';
import { isExempt } from './counts.ts';

/** What the table knows of a user's days. */
export interface UserDays {
  /** Days with activity in CloudTrail. */
  readonly days: DaysByMonth | undefined;
  readonly lookups: WindowsByRegion | undefined;
  /** The account's. */
  readonly calendar: WatchCalendar;
}

/** The days of a user who was active at least once. */
export interface UserActivity extends Activity {
  /** From any source. Its day is the last of the active days. */
  readonly lastActivity: Instant;
}

/**
 * The active days of a user up to its last activity, from any source. A date of IAM ends a silence too, and the way to
 * it from the last day in CloudTrail is a gap: longer than the truth, if anything. Days before the window of the rhythm
 * are left out. Undefined without any activity.
 */
export function activityOf(
  lastActivity: Instant | undefined,
  { days, lookups, calendar }: UserDays,
): UserActivity | undefined {
  if (lastActivity === undefined) return undefined;
  const last = dayNumberOf(lastActivity);
  const known = dayNumbersOf(days ?? new Map());
  return {
    lastActivity,
    activeDays: [...known.filter((day) => day < last && day > last - windowDays), last],
    isAccountWatched: (day) => calendar.days.has(day),
    isWatched: (day) => calendar.isWatchedFor(day, lookups),
  };
}

/** The assessment with the user's rhythm. `before` is the user's stored assessment. */
export function withRhythm(
  assessment: Assessment,
  activity: UserActivity | undefined,
  question: Question,
  before: Assessment | undefined,
): Assessment {
  if (activity === undefined) return assessment;
  const measured = rhythmOf(activity);
  if (measured === undefined) return withSilence(assessment, activity, before);
  const silence = openSilence(assessment, activity, question);
  const quiet = silence !== undefined && isQuiet(measured, silence, question.thresholdDays);
  return withSilence({ ...assessment, rhythm: { ...measured, quiet } }, activity, before);
}

/** Whether a user is reported as quiet: exempt ones are not. */
export const isQuietUser = (assessment: Assessment): boolean =>
  assessment.rhythm?.quiet === true && !isExempt(assessment);

/**
 * Remembers the silence that is reported as quiet, by the day on which it began. It is remembered until the user is
 * active again, so that one silence is reported once: also if a day without proof interrupts it.
 */
function withSilence(
  assessment: Assessment,
  { lastActivity }: UserActivity,
  before: Assessment | undefined,
): Assessment {
  const quietSince = lastActivity.slice(0, 10);
  const isReported = isQuietUser(assessment) || before?.quietSince === quietSince;
  return isReported ? { ...assessment, quietSince } : assessment;
}

/** The silence since the last activity. Undefined while a source is missing that may know of a later one. */
function openSilence(
  { gaps }: Pick<Assessment, 'gaps'>,
  { lastActivity, isWatched }: UserActivity,
  { now }: Question,
): Silence | undefined {
  if (isAnswerMissing(gaps)) return undefined;
  const isSilenceWatched = isEachWatched(dayNumberOf(lastActivity) + 1, dayNumberOf(now), isWatched);
  return { days: silentDays(lastActivity, now), isWatched: isSilenceWatched };
}

/**
 * A user's silences of the last `windowDays`, for the share of the account that goes on to the threshold. Silences that
 * span unwatched days are left out.
 */
export function silencesOf(
  assessment: Assessment,
  activity: UserActivity | undefined,
  question: Question,
): ObservedSilence[] {
  if (activity === undefined) return [];
  const { activeDays, isWatched } = activity;
  const first = dayNumberOf(question.now) - windowDays;
  const recent = activeDays.filter((day) => day >= first);
  const finished = watchedGaps(recent, isWatched).map((gap) => ({ days: gap, isOpen: false }));
  const open = openSilence(assessment, activity, question);
  return open?.isWatched !== true ? finished : [...finished, { days: open.days, isOpen: true }];
}
