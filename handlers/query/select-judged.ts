import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { PersonField } from '../report/person-report.ts';
import type { NamedAccount } from '../report/report-column.ts';
import { type Judged, type UserReport, userReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts, each under its report with the name of its account and its person. */
export const judgedByReport = (
  found: readonly Judged[],
  fieldsOf: (user: IamUser) => NamedAccount & PersonField = () => ({}),
): ReadonlyMap<UserReport, Judged> =>
  new Map(found.map((one) => [{ ...userReport(one.assessment, one.run), ...fieldsOf(one.assessment.user) }, one]));

/** The verdicts that a selection shows, in its order. */
export function selectJudged(found: readonly Judged[], selection: ListSelection): Judged[] {
  const judged = judgedByReport(found);
  return selectRows([...judged.keys()], selection, userRows).shown.flatMap((report) => judged.get(report) ?? []);
}
