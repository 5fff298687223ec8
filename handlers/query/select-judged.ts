import { type Judged, type UserReport, userReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import { type SelectedRows, selectRows, userRows } from './select-rows.ts';

/** The verdicts that a selection shows, in its order, each with its report. */
export function selectJudged(
  found: readonly Judged[],
  selection: ListSelection,
): SelectedRows<Judged & { readonly report: UserReport }> {
  const judged = new Map(found.map((one) => [userReport(one.assessment, one.run), one]));
  const { shown, matching } = selectRows([...judged.keys()], selection, userRows);
  return { matching, shown: shown.flatMap((report) => withReport(report, judged.get(report))) };
}

const withReport = (report: UserReport, one: Judged | undefined) => (one === undefined ? [] : [{ ...one, report }]);
