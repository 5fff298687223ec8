import { type Judged, type UserReport, userReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts, each under its report. */
export const judgedByReport = (found: readonly Judged[]): ReadonlyMap<UserReport, Judged> =>
  new Map(found.map((one) => [userReport(one.assessment, one.run), one]));

/** The verdicts that a selection shows, in its order. */
export function selectJudged(found: readonly Judged[], selection: ListSelection): Judged[] {
  const judged = judgedByReport(found);
  return selectRows([...judged.keys()], selection, userRows).shown.flatMap((report) => judged.get(report) ?? []);
}
