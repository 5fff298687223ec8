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

/**
 * The active days of a user up to its last activity, from any source. A date of IAM ends a silence too, and the way to
 * it from the last day in CloudTrail is a gap: longer than the truth, if anything. Undefined without any activity.
 */
export function activityOf(lastActivity: Instant | undefined, { days, lookups, calendar }: UserDays) {
  if (lastActivity === undefined) return undefined;
  const last = dayNumberOf(lastActivity);
  const known = dayNumbersOf(days ?? new Map());
  return {
    activeDays: [...known.filter((day) => day < last), last],
    isAccountWatched: (day) => calendar.days.has(day),
    isWatched: (day) => calendar.isWatchedFor(day, lookups),
  } satisfies Activity;
}

/** The assessment with the user's rhythm. `before` is the user's stored assessment. */
export function withRhythm(
  assessment: Assessment,
  days: UserDays,
  question: Question,
  before: Assessment | undefined,
): Assessment {
  const activity = activityOf(assessment.lastActivity?.at, days);
  const measured = activity && rhythmOf(activity);
  if (activity === undefined || measured === undefined) return withSilence(assessment, before);
  const silence = openSilence(assessment, activity, question);
  const quiet = silence !== undefined && isQuiet(measured, silence, question.thresholdDays);
  return withSilence({ ...assessment, rhythm: { ...measured, quiet } }, before);
}

/** Whether a user is reported as quiet: exempt ones are not. */
export const isQuietUser = (assessment: Assessment): boolean =>
  assessment.rhythm?.quiet === true && !isExempt(assessment);

/**
 * Remembers the silence that is reported as quiet, by the day on which it began. It is remembered until the user is
 * active again, so that one silence is reported once: also if a day without proof interrupts it.
 */
function withSilence(assessment: Assessment, before: Assessment | undefined): Assessment {
  const began = assessment.lastActivity?.at.slice(0, 10);
  const isReported = isQuietUser(assessment) || before?.quietSince === began;
  return began === undefined || !isReported ? assessment : { ...assessment, quietSince: began };
}

/** The silence since the last activity. Undefined while a source is missing that may know of a later one. */
function openSilence(
  { lastActivity, gaps }: Pick<Assessment, 'lastActivity' | 'gaps'>,
  { activeDays, isWatched }: Activity,
  { now }: Question,
): Silence | undefined {
  const last = activeDays.at(-1);
  if (lastActivity === undefined || last === undefined || isAnswerMissing(gaps)) return undefined;
  const isSilenceWatched = isEachWatched(last + 1, dayNumberOf(now), isWatched);
  return { days: silentDays(lastActivity.at, now), isWatched: isSilenceWatched };
}

/**
 * A user's silences of the last `windowDays`, for the share of the account that goes on to the threshold. Silences that
 * span unwatched days are left out.
 */
export function silencesOf(assessment: Assessment, days: UserDays, question: Question): ObservedSilence[] {
  const activity = activityOf(assessment.lastActivity?.at, days);
  if (activity === undefined) return [];
  const { activeDays, isWatched } = activity;
  const first = dayNumberOf(question.now) - windowDays;
  const recent = activeDays.filter((day) => day >= first);
  const finished = watchedGaps(recent, isWatched).map((gap) => ({ days: gap, isOpen: false }));
  const open = openSilence(assessment, activity, question);
  return open?.isWatched !== true ? finished : [...finished, { days: open.days, isOpen: true }];
}
