import type { ListReport } from '../../query/list-assessments.ts';
import type { KeysReport } from '../../query/list-keys.ts';
import { countWords, numberWords } from '../../report/count-words.ts';
import type { UsersView } from './users-table.ts';

/** The answer to `--soon`, above the counts: how many, how many in each week, and how such silences ended before. */
export function soonLines(
  { matching, forecast }: Pick<ListReport, 'matching' | 'forecast'>,
  thing: string,
  { soonDays }: UsersView,
): string[] {
  if (soonDays === undefined) return [];
  const cross = `${countWords(matching, thing)} cross${matching === 1 ? 'es' : ''} the threshold`;
  const weeks = forecast.weeks.map(({ crossing }) => numberWords(crossing));
  return [
    `${cross} ${soonDays === 0 ? 'today' : `within ${countWords(soonDays, 'day')}`}`,
    `in each of the next ${weeks.length} weeks: ${weeks.join(', ')} (${forecast.words})`,
    ...forecast.silences.map(({ accountId, words }) =>
      forecast.silences.length === 1 ? words : `account ${accountId}: ${words}`,
    ),
  ];
}

/** How many more rows a list has than `--limit` lets through. */
export const moreLine = (more: number) =>
  more === 0 ? [] : [`${numberWords(more)} more match: without --limit they follow`];

/** The credentials that a list of them cannot have. */
export function unlistedKeys({ undated, usersOfUnknownCredentials }: KeysReport): string[] {
  const users = countWords(usersOfUnknownCredentials, 'user');
  return [
    ...(undated === 0 ? [] : [`${countWords(undated, 'credential')} left out: their age is not known`]),
    ...(usersOfUnknownCredentials === 0 ? [] : [`no source reports the credentials of ${users}`]),
  ];
}
