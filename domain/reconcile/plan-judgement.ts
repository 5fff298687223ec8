import type { HistoryHead } from '../history/stored-history.ts';
import { countsEntry } from '../sightings/entry.ts';
import { planAssessments, planLatestRun } from '../table/plan-verdicts.ts';
import type { TableWrite } from '../table/table-write.ts';
import { countAssessments } from '../verdict/counts.ts';
import type { Run } from '../verdict/run.ts';
import { recordedUpTo } from './history-states.ts';
import { historyMode, planHistory, type Verdicts } from './plan-history.ts';

/** The writes of a run, in the order in which they are made. */
export interface JudgementPlan {
  /**
   * The next head of the history. It must replace the head that was read, or the changes are another run's: then plan
   * again without recording. Undefined where there are no changes.
   */
  readonly claim: HistoryHead | undefined;
  /** Changes and counts. */
  readonly records: readonly TableWrite[];
  readonly verdicts: readonly TableWrite[];
  /** The first head, put when all else is written; only in a run that begins the history. */
  readonly begin: HistoryHead | undefined;
}

/** Plans everything that the table must hold after a run that judged every user. */
export function planJudgement(verdicts: Verdicts, mayRecord: boolean): JudgementPlan {
  const { stored, assessments } = verdicts;
  const { accountId } = stored;
  const mode = historyMode(stored, verdicts.run, mayRecord);
  const run = mode === 'leaves' ? outsideOfHistory(verdicts) : verdicts.run;
  const { changes, recorded } = planHistory(verdicts, mode);
  const written = [...planAssessments(stored, assessments, recorded), ...planLatestRun(stored, run)];
  const { asOf, thresholdDays } = run;
  const day = { asOf, thresholdDays, counts: countAssessments(assessments.values()) };
  const isNews = mode !== 'leaves' && changes.length + written.length > 0;
  const counts: TableWrite[] = isNews ? [{ kind: 'counts', accountId, entry: countsEntry(asOf), day }] : [];
  const isFirst = mode === 'begins' && stored.history === undefined;
  return {
    claim: claimOf(verdicts, changes),
    records: [...changes, ...counts],
    verdicts: written,
    begin: isFirst ? { beginsAt: asOf, changedAt: asOf } : undefined,
  };
}

/** Plans the same for verdicts that logs alone corrected: nobody was judged anew, so there are no counts and no run. */
export function planCorrections(verdicts: Verdicts, mayRecord: boolean): JudgementPlan {
  const { stored, assessments, run } = verdicts;
  const { changes, recorded } = planHistory(verdicts, historyMode(stored, run, mayRecord));
  const written = planAssessments(stored, assessments, recorded);
  return { claim: claimOf(verdicts, changes), records: changes, verdicts: written, begin: undefined };
}

function claimOf({ stored, run }: Verdicts, changes: readonly TableWrite[]): HistoryHead | undefined {
  return changes.length === 0 ? undefined : stored.history && { ...stored.history, changedAt: run.asOf };
}

function outsideOfHistory({ stored, run }: Verdicts): Run {
  const upTo = recordedUpTo(stored);
  return upTo === undefined || upTo === run.asOf ? run : { ...run, recordedUpTo: upTo };
}
