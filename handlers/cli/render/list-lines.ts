import type { KeysReport } from '../../query/list-keys.ts';
import { countWords, numberWords } from './count-words.ts';
import type { UsersView } from './users-table.ts';

/** The answer to `--soon`, above the counts. */
export function soonLine(matching: number, thing: string, { soonDays }: UsersView): string[] {
  if (soonDays === undefined) return [];
  const cross = `${countWords(matching, thing)} cross${matching === 1 ? 'es' : ''} the threshold`;
  return [`${cross} ${soonDays === 0 ? 'today' : `within ${countWords(soonDays, 'day')}`}`];
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
