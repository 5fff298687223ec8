import { type Assessment, idleSince } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { isReportedUnused } from './changes.ts';

export const isUnusedUser = (assessment: Assessment): boolean =>
  isReportedUnused({ state: assessment.state, exempt: isExempt(assessment) });

/** Of two users as long without activity, the lesser name first. */
export function longestIdleFirst(a: Assessment, b: Assessment): number {
  const [sinceA, sinceB] = [idleSince(a) ?? '', idleSince(b) ?? ''];
  if (sinceA !== sinceB) return sinceA < sinceB ? -1 : 1;
  return a.user.userName < b.user.userName ? -1 : 1;
}
