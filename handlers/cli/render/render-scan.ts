import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../../domain/plain-text.ts';
import type { RowFormat } from '../../../domain/settings/settings.ts';
import { isSelective } from '../../query/list-selection.ts';
import { selectRows, userRows } from '../../query/select-rows.ts';
import { countWords } from '../../report/count-words.ts';
import type { ScanReport } from '../../report/scan-report.ts';
import { isQuiet } from '../../report/user-report.ts';
import type { Output } from '../output.ts';
import type { Provenance } from '../provenance.ts';
import { accountsTable } from './accounts-table.ts';
import { headline } from './headline.ts';
import { spreadsheetTime, usersCsv } from './lines.ts';
import { scanMarkdown } from './markdown/scan-markdown.ts';
import { renderAnswer } from './render-answer.ts';
import { rowsShown, type ScanView, type Shown, shownUsers, unjudged, usersView } from './scan-view.ts';
import { summaryLines } from './summary-lines.ts';
import { type Column, renderTable } from './table.ts';
import { wrapHanging } from './text-width.ts';
import { usersTable } from './users-table.ts';

/** The answer of a scan in one of the formats. The lines formats hold users; without an inventory, who was seen. */
export function renderScan(
  whole: ScanReport & { readonly provenance?: Provenance },
  output: Pick<Output<RowFormat>, 'format' | 'terminal' | 'verbose'>,
  view: ScanView,
): string {
  const report = { ...whole, users: selectRows(whole.users, view.selection, userRows).shown };
  const judged = report.accounts.some((account) => account.judged);
  return renderAnswer(output.format, {
    report,
    rows: judged ? report.users : report.seenButNotInInventory,
    csv: () => (judged ? usersCsv(report.users, usersView(view)) : seenCsv(report)),
    markdown: () => scanMarkdown(report, view),
    lines: () => tableLines(report, output, view),
  });
}

function tableLines(
  report: Shown,
  { terminal, verbose }: Pick<Output, 'terminal' | 'verbose'>,
  view: ScanView,
): string[] {
  const judged = report.accounts.some((account) => account.judged);
  const { asOf, thresholdDays, counts, accounts } = report;
  const judgedAt = accounts.filter((account) => account.judged).map((account) => ({ asOf, thresholdDays, ...account }));
  const first = judged ? headline({ counts, accounts: judgedAt }, terminal) : wrapHanging(unjudged, terminal.columns);
  const last = [
    ...summaryLines(report, verbose),
    ...(report.notes ?? []).slice(0, verbose ? undefined : notesShown),
    ...quietLines(report, view),
  ];
  const sections = [
    first,
    accountsSection(report, terminal, verbose),
    usersSection(report, terminal, view),
    seenSection(report, terminal, view),
    last.flatMap((line) => wrapHanging(plainText(line), terminal.columns)),
  ];
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** The hint beside the verdicts, and the command that lists them. */
function quietLines({ users }: Shown, { listCommand, selection }: ScanView): string[] {
  const quiet = users.filter(isQuiet).length;
  if (quiet === 0 || selection.goneQuiet) return [];
  return [`${countWords(quiet, 'user')} ${quiet === 1 ? 'is' : 'are'} quieter than ever: ${listCommand} --gone-quiet`];
}

/** With the accounts, the users and the rest, an answer about many accounts fills a page. */
const accountsShown = 12;
const failuresShown = 3;
const notesShown = 5;

/** The totals of each account, and the accounts that could not be judged; none where the answer is about one. */
function accountsSection(
  { accounts, notJudged = [] }: Shown,
  terminal: Output['terminal'],
  verbose: boolean,
): string[] {
  const limit = verbose ? undefined : { rows: accountsShown, how: '--verbose shows them' };
  const judged = accounts.filter((account) => account.judged);
  const isIncomplete = judged.some(({ missing = [] }) => missing.length > 0);
  const wanted = verbose ? notJudged : notJudged.filter(({ isClosed }) => !isClosed);
  const shown = wanted.slice(0, verbose ? undefined : failuresShown);
  const more = notJudged.length - shown.length;
  const lines = [
    ...(isIncomplete ? ['* something is missing of this account, and its silent users are unknown'] : []),
    ...shown.map(({ why }) => `not judged: ${why}`),
    ...(more === 0
      ? []
      : [`${countWords(more, 'account')}${shown.length === 0 ? '' : ' more'} not judged: --verbose shows them`]),
  ].flatMap((line) => wrapHanging(plainText(line), terminal.columns));
  return [...accountsTable(judged, terminal, limit), ...lines];
}

function usersSection(report: Shown, terminal: Output['terminal'], view: ScanView): string[] {
  const { shown, more, how } = shownUsers(report, view);
  if (shown.length === 0) return isSelective(view.selection) ? ['no user matches'] : [];
  return [...usersTable(shown, terminal, usersView(view)), ...(more === 0 ? [] : [`and ${more} more: ${how}`])];
}

type Seen = ScanReport['seenButNotInInventory'][number];

const seenColumns: readonly Column[] = [
  { title: 'ACCOUNT', drop: 2 },
  { title: 'USER', least: 16, overflow: 'middle' },
  { title: 'UNIQUE ID', drop: 1 },
  { title: 'LAST SEEN' },
  { title: 'HOW', least: 44, overflow: 'end' },
];

function seenSection(report: Shown, terminal: Output['terminal'], { all }: ScanView): string[] {
  const { seenButNotInInventory: seen, accounts } = report;
  if (seen.length === 0) return [];
  const judged = accounts.every((account) => account.judged);
  const title = judged ? 'Seen in the logs, not in the inventory (deleted, or created since):' : 'Seen in the logs:';
  const shown = all ? seen : seen.slice(0, judged ? 5 : rowsShown);
  const more = seen.length - shown.length;
  return [
    ...wrapHanging(title, terminal.columns),
    ...renderTable(seenColumns, shown.map(seenCells), terminal),
    ...(more === 0 ? [] : [`and ${more} more: --all shows them`]),
  ];
}

/** The day is enough for people. */
function seenCells(seen: Seen): string[] {
  return seenRow(seen).map((cell, column) => (seenColumns[column]?.title === 'LAST SEEN' ? cell.slice(0, 10) : cell));
}

function seenRow({ accountId, userName, userId, lastActivity }: Seen): string[] {
  const { eventSource, event, region, sourceAddress, errorCode } = lastActivity;
  const call = `${eventSource?.replace(/\.amazonaws\.com$/, '') ?? ''} ${event ?? ''}`.trim();
  const refused = errorCode === null ? '' : `, refused: ${errorCode}`;
  const how = `${call} from ${region ?? 'an unknown Region'}, address ${sourceAddress ?? 'unknown'}${refused}`;
  return [accountId, userName ?? '-', userId ?? '-', lastActivity.at, how].map(plainText);
}

function seenCsv({ seenButNotInInventory }: Shown): string {
  const columns = ['accountId', 'userName', 'userId', 'lastSeen', 'how'];
  const rows = seenButNotInInventory.map(seenRow);
  const cells = rows.map((row) =>
    row.map((cell, index) => (columns[index] === 'lastSeen' ? spreadsheetTime(cell) : cell)),
  );
  return stringify(cells, { header: true, columns, escape_formulas: true });
}
