import type { ActRecord } from '../../domain/evidence/act-record.ts';
import type { ChangeRecord } from '../../domain/history/change-record.ts';
import { type TimelineEntry, timelineOf } from '../../domain/history/timeline.ts';
import type { AccountId, UserId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { isExempt } from '../../domain/verdict/counts.ts';
import { explain } from '../../domain/verdict/explanation.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { type ActReport, actsIn } from './chain-report.ts';
import { unreadableChanges } from './diff-report.ts';

/** The records of acts on the users of an account, and how many cannot be read. */
export interface KnownActs {
  readonly acts: readonly ActRecord[];
  readonly unreadable: number;
}

/** What the table holds of one user's past and present. */
export interface UserHistory {
  readonly accountId: AccountId;
  readonly run: Run | undefined;
  readonly beginsAt: Instant | undefined;
  /** Undefined for a user who is gone. */
  readonly assessment: Assessment | undefined;
  readonly changes: readonly ChangeRecord[];
  readonly unreadable: number;
  readonly known: KnownActs;
}

/** A moment of a user: a state that a run found, or an act on the user. */
export type HistoryMoment = TimelineEntry | ActReport;

/** The answer of `history`, as `--format json` prints it. Do not rename its fields. */
export type HistoryReport = ReturnType<typeof historyReport>;

/** `others` had the same name. */
export function historyReport(user: UserHistory, others: readonly UserHistory[]) {
  const { accountId, assessment, changes, run, beginsAt } = user;
  const detail = changes.at(-1)?.detail;
  const present = assessment && run && presentOf(assessment, run);
  const userId = assessment?.user.userId ?? detail?.userId ?? null;
  return {
    accountId,
    userId,
    userName: assessment?.user.userName ?? detail?.userName ?? null,
    arn: assessment?.user.arn ?? detail?.arn ?? null,
    beginsAt: beginsAt ?? null,
    asOf: run?.asOf ?? null,
    timeline: withActs(timelineOf(changes, present, beginsAt), user.known, userId),
    others: others.flatMap((other) => {
      const last = other.changes.at(-1);
      return last === undefined ? [] : [{ accountId: other.accountId, userId: last.detail.userId, changedAt: last.at }];
    }),
    missing: [...unreadableChanges(user), ...unreadableActs(user)],
  };
}

/** In order of time; at one time the state comes before what was done because of it. */
function withActs(states: readonly TimelineEntry[], { acts }: KnownActs, userId: UserId | null): HistoryMoment[] {
  const own = actsIn(acts).filter((act) => act.userId === userId);
  const moments: HistoryMoment[] = [...states, ...own];
  return moments.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}

function unreadableActs({ accountId, known: { unreadable } }: UserHistory): string[] {
  const todo = 'lastseen evidence verify --chain says which';
  return unreadable === 0 ? [] : [`account ${accountId}: records of acts that cannot be read: ${unreadable}; ${todo}`];
}

function presentOf(assessment: Assessment, run: Run) {
  const { asOf } = run;
  return { asOf, state: assessment.state, exempt: isExempt(assessment), reason: explain(assessment, run) };
}
