import type { AccountNames } from '../report/many-accounts.ts';
import { type Judged, type UserReport, userReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts, each under its report with the name of its account. */
export const judgedByReport = (
  found: readonly Judged[],
  nameOf: AccountNames = () => ({}),
): ReadonlyMap<UserReport, Judged> =>
  new Map(found.map((one) => [{ ...userReport(one.assessment, one.run), ...nameOf(one.assessment.user) }, one]));

/** The verdicts that a selection shows, in its order. */
export function selectJudged(found: readonly Judged[], selection: ListSelection): Judged[] {
  const judged = judgedByReport(found);
  return selectRows([...judged.keys()], selection, userRows).shown.flatMap((report) => judged.get(report) ?? []);
}
