import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import { type ForecastReport, forecastReport } from '../report/forecast-report.ts';
import type { UserReport } from '../report/user-report.ts';
import { atAnyTime, type ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { selectJudged } from './select-judged.ts';

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
  const { shown, matching } = selectJudged(found, selection);
  const counts = countAssessments(shown.map(({ assessment }) => assessment));
  const crossing = selectJudged(found, atAnyTime(selection)).shown.map(({ report }) => report);
  const forecast = forecastReport(crossing, silences, selection.soonDays);
  const { accounts, unjudged, missing } = verdicts;
  return { accounts, unjudged, users: shown.map(({ report }) => report), counts, matching, forecast, missing };
}
