import { type Assessment, idleSince } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { isReportedUnused } from './changes.ts';

/** Whether a user is reported as unused: it is, and no exemption holds. */
export const isUnusedUser = (assessment: Assessment): boolean =>
  isReportedUnused({ state: assessment.state, exempt: isExempt(assessment) });

/** Of two users as long without activity, the lesser name first. */
export function longestIdleFirst(a: Assessment, b: Assessment): number {
  const [sinceA, sinceB] = [idleSince(a) ?? '', idleSince(b) ?? ''];
  if (sinceA !== sinceB) return sinceA < sinceB ? -1 : 1;
  return a.user.userName < b.user.userName ? -1 : 1;
}

/** The unused users, longest without activity first. */
export interface AlarmCandidates {
  /** At most as many as the cap: each has an alarm and a metric of its own. */
  readonly withAlarm: readonly Assessment[];
  /** Those beyond the cap: only the digest lists them. */
  readonly withoutAlarm: readonly Assessment[];
}

/** Divides the unused users at the cap on alarms, which exists because each alarm costs money. */
export function alarmCandidates(assessments: Iterable<Assessment>, cap: number): AlarmCandidates {
  const unused = [...assessments].filter(isUnusedUser).sort(longestIdleFirst);
  return { withAlarm: unused.slice(0, cap), withoutAlarm: unused.slice(cap) };
}
