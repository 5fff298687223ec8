import type { Coverage } from '../../domain/coverage/coverage.ts';
import type { DaysByMonth } from '../../domain/day-set.ts';
import type { DayCounts } from '../../domain/history/stored-history.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { ReviewState } from '../../domain/review/review-state.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Counts } from '../../domain/verdict/counts.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { DiffReport } from './diff-report.ts';
import type { ForecastReport } from './forecast-report.ts';
import type { NamedAccount } from './report-column.ts';
import type { UserReport } from './user-report.ts';

/** What the page tells of the accounts of one table, each as of its latest run. */
export interface PageReport {
  /** At least one. */
  readonly accounts: readonly PageAccount[];
  /** Accounts whose logs were read, but of which no inventory was ever given. */
  readonly unjudged: readonly AccountId[];
  /** In the order of `list`: unused first, longest without activity first. */
  readonly users: readonly PageUser[];
  /** Of all users. */
  readonly counts: Counts;
  /** As `diff` answers; accounts without a history are in its `unrecorded`. */
  readonly diff: DiffReport;
  /** As `list` answers, over `pageWeeks`. */
  readonly forecast: ForecastReport;
}

/** So many weeks ahead the page looks. */
export const pageWeeks = 8;

export interface PageAccount extends NamedAccount {
  readonly accountId: AccountId;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly coverage: Coverage;
  readonly proof?: Run['proof'];
  readonly counts: Counts;
  /** The counts of each day with a run, in order. */
  readonly days: readonly DayCounts[];
  /** The review that runs, or else the latest. */
  readonly review?: ReviewState | undefined;
  /** What of the account could not be read, in words. */
  readonly missing: readonly string[];
}

export interface PageUser {
  readonly report: UserReport;
  readonly assessment: Assessment;
  /** Days with activity that CloudTrail saw. */
  readonly days: DaysByMonth;
  /** Days on which every Region was watched for this user, `2026-11-03`, in order. */
  readonly watchedDays: readonly string[];
}

/** What is missing from the page, in words. */
export function missingOfPage({ accounts, diff }: PageReport): string[] {
  return [...accounts.flatMap(({ missing }) => missing), ...diff.missing];
}
