import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import { type ForecastReport, forecastReport } from '../report/forecast-report.ts';
import type { UserReport } from '../report/user-report.ts';
import { atAnyTime, type ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { judgedByReport } from './select-judged.ts';
import { selectRows, userRows } from './select-rows.ts';

/** The verdicts of the accounts' latest scans, as `lastseen list --format json` prints them. */
export interface ListReport extends Omit<Verdicts, 'found' | 'silences'> {
  readonly users: readonly UserReport[];
  /** Of these users. */
  readonly counts: Counts;
  /** How many users match; `users` has fewer where there is a limit. */
  readonly matching: number;
  /** Of the users that match, whenever they cross, and without the limit. */
  readonly forecast: ForecastReport;
}

/** The users that a selection shows, each as of its account's latest scan. */
export function listAssessments({ found, silences, ...verdicts }: Verdicts, selection: ListSelection): ListReport {
  const judged = judgedByReport(found);
  const { shown, matching } = selectRows([...judged.keys()], selection, userRows);
  const counts = countAssessments(shown.flatMap((report) => judged.get(report)?.assessment ?? []));
  const crossing = selectRows([...judged.keys()], atAnyTime(selection), userRows).shown;
  const forecast = forecastReport(crossing, silences, selection.soonDays);
  const { accounts, unjudged, missing } = verdicts;
  return { accounts, unjudged, users: shown, counts, matching, forecast, missing };
}
