import type { ListReport } from '../../../query/list-assessments.ts';
import type { KeysReport } from '../../../query/list-keys.ts';
import { headlineWords, keysHeadlineWords } from '../headline.ts';
import { keysSheet } from '../keys-table.ts';
import { moreLine, soonLines, unlistedKeys } from '../list-lines.ts';
import { type UsersView, usersSheet } from '../users-table.ts';
import { countsTable, keyCountsTable } from './counts-table.ts';
import { bullets, markdownOf, missingLines, prose, sheetTable } from './markdown-text.ts';

/** GitHub takes at most 1 MiB for a job summary; so many rows fit whatever stands in them. */
export const markdownRows = 500;

/** The users of a list for a job summary. */
export function usersMarkdown(report: ListReport, view: UsersView): string {
  const { users, matching, missing, counts } = report;
  const head = heading(headlineWords(report), soonLines(report, 'user', view));
  const table = sheetTable(usersSheet(users, view), users, markdownRows);
  const shown = users.length === 0 ? [['No user matches.']] : [...head, countsTable(counts), table];
  return markdownOf([...shown, bullets(moreLine(matching - users.length)), missingLines(missing)]);
}

/** The credentials of a list for a job summary. */
export function keysMarkdown(report: KeysReport, view: UsersView): string {
  const { keys, matching, missing, counts } = report;
  const head = heading(keysHeadlineWords(report), soonLines(report, 'credential', view));
  const table = sheetTable(keysSheet(keys, view), keys, markdownRows);
  const shown = keys.length === 0 ? [['No credential matches.']] : [...head, keyCountsTable(counts), table];
  const notes = bullets([...moreLine(matching - keys.length), ...unlistedKeys(report)]);
  return markdownOf([...shown, notes, missingLines(missing)]);
}

/** What was asked for stands first. */
function heading([first, second]: readonly [string, string], soon: readonly string[]): string[][] {
  const [title = first, ...below] = [...soon, first, second];
  return [[`## ${prose(title)}`], below.map((line) => `${prose(line)}  `)];
}
