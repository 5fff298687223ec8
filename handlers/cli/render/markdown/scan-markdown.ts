import { isSelective } from '../../../query/list-selection.ts';
import { headlineWords } from '../headline.ts';
import { rowsShown, type ScanView, type Shown, shownUsers, unjudged, usersView } from '../scan-view.ts';
import { summaryLines } from '../summary-lines.ts';
import { usersSheet } from '../users-table.ts';
import { countsTable } from './counts-table.ts';
import { bullets, code, markdownOf, markdownTable, missingLines, prose, sheetTable } from './markdown-text.ts';

/** A scan for a job summary of GitHub: headline, counts, the longest unused with reasons, and what the answer lacks. */
export function scanMarkdown(report: Shown, view: ScanView): string {
  const judged = report.accounts.some((account) => account.judged);
  return markdownOf([
    ...(judged ? judgedParts(report) : [['## Nobody was judged'], [prose(unjudged)]]),
    failureLines(view),
    usersPart(report, view),
    seenPart(report),
    bullets(summaryLines(report, false)),
    missingLines(report.missing),
  ]);
}

function judgedParts({ counts, asOf, thresholdDays, accounts }: Shown): string[][] {
  const [first, second] = headlineWords({
    counts,
    accounts: accounts.map((account) => ({ asOf, thresholdDays, ...account })),
  });
  return [[`## ${prose(first)}`], [prose(second)], countsTable(counts)];
}

function failureLines({ failures = [] }: ScanView): string[] {
  return failures.length === 0 ? [] : ['> [!CAUTION]', ...bullets(failures).map((line) => `> ${line}`)];
}

function usersPart(report: Shown, view: ScanView): string[] {
  const { shown, more, how } = shownUsers(report, view);
  if (shown.length === 0) return isSelective(view.selection) ? ['no user matches'] : [];
  const table = sheetTable(usersSheet(shown, usersView(view)), shown, shown.length);
  return [...table, ...(more === 0 ? [] : ['', `and ${more} more: ${code(how)}`])];
}

const seenColumns = ['Account', 'User', 'Unique id', 'Last seen', 'Event'].map((title) => ({ title }));

function seenPart({ seenButNotInInventory: seen }: Shown): string[] {
  if (seen.length === 0) return [];
  const rows = seen.slice(0, rowsShown).map(({ accountId, userName, userId, lastActivity }) => {
    const { at, event } = lastActivity;
    return [accountId, code(userName ?? '-'), code(userId ?? '-'), at.slice(0, 10), code(event ?? '-')];
  });
  const more = seen.length - rows.length;
  return [
    '### Seen in the logs, not in an inventory',
    '',
    ...markdownTable(seenColumns, rows),
    ...(more === 0 ? [] : ['', `and ${more} more`]),
  ];
}
