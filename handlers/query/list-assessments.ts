import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import type { UserReport } from '../report/user-report.ts';
import type { ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';
import { selectJudged } from './select-judged.ts';

/** The verdicts of the accounts' latest scans, as `lastseen list --format json` prints them. */
export interface ListReport extends Omit<Verdicts, 'found'> {
  readonly users: readonly UserReport[];
  /** Of these users. */
  readonly counts: Counts;
  /** How many users match; `users` has fewer where there is a limit. */
  readonly matching: number;
}

/** The users that a selection shows, each as of its account's latest scan. */
export function listAssessments({ found, ...verdicts }: Verdicts, selection: ListSelection): ListReport {
  const { shown, matching } = selectJudged(found, selection);
  const counts = countAssessments(shown.map(({ assessment }) => assessment));
  const { accounts, unjudged, missing } = verdicts;
  return { accounts, unjudged, users: shown.map(({ report }) => report), counts, matching, missing };
}
