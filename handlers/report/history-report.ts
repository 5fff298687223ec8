import type { ChangeRecord } from '../../domain/history/change-record.ts';
import { timelineOf } from '../../domain/history/timeline.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { isExempt } from '../../domain/verdict/counts.ts';
import { explain } from '../../domain/verdict/explanation.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { unreadableChanges } from './diff-report.ts';

/** What the table holds of one user's past and present. */
export interface UserHistory {
  readonly accountId: AccountId;
  readonly run: Run | undefined;
  readonly beginsAt: Instant | undefined;
  /** Undefined for a user who is gone. */
  readonly assessment: Assessment | undefined;
  readonly changes: readonly ChangeRecord[];
  readonly unreadable: number;
}

/** The answer of `history`, as `--format json` prints it. Do not rename its fields. */
export type HistoryReport = ReturnType<typeof historyReport>;

/** `others` had the same name. */
export function historyReport(user: UserHistory, others: readonly UserHistory[]) {
  const { accountId, assessment, changes, run, beginsAt } = user;
  const detail = changes.at(-1)?.detail;
  const present = assessment && run && presentOf(assessment, run);
  return {
    accountId,
    userId: assessment?.user.userId ?? detail?.userId ?? null,
    userName: assessment?.user.userName ?? detail?.userName ?? null,
    arn: assessment?.user.arn ?? detail?.arn ?? null,
    beginsAt: beginsAt ?? null,
    asOf: run?.asOf ?? null,
    timeline: timelineOf(changes, present, beginsAt),
    others: others.flatMap((other) => {
      const last = other.changes.at(-1);
      return last === undefined ? [] : [{ accountId: other.accountId, userId: last.detail.userId, changedAt: last.at }];
    }),
    missing: unreadableChanges(user),
  };
}

function presentOf(assessment: Assessment, run: Run) {
  const { asOf } = run;
  return { asOf, state: assessment.state, exempt: isExempt(assessment), reason: explain(assessment, run) };
}
