import { stringify } from 'csv-stringify/sync';
import { plainText } from '../../../domain/plain-text.ts';
import type { RowFormat } from '../../../domain/settings/settings.ts';
import type { ChangeReport, DiffReport, namedDiff } from '../../report/diff-report.ts';
import type { Output } from '../output.ts';
import type { Provenance } from '../provenance.ts';
import type { Terminal } from '../terminal.ts';
import { rowOf, spanLines, summaryOf } from './change-lines.ts';
import { spreadsheetTime } from './lines.ts';
import { diffMarkdown } from './markdown/diff-markdown.ts';
import { renderAnswer } from './render-answer.ts';
import { type Column, renderTable } from './table.ts';

/** The answer of `diff` in one of the formats; the lines formats hold changes alone. */
export function renderDiff(
  report: ReturnType<typeof namedDiff> & { readonly provenance?: Provenance },
  { format, terminal, verbose }: Pick<Output<RowFormat>, 'format' | 'terminal' | 'verbose'>,
): string {
  return renderAnswer(format, {
    report,
    rows: report.changes,
    csv: () => changesCsv(report.changes),
    markdown: () => diffMarkdown(report),
    lines: () => tableLines(report, terminal, verbose),
  });
}

function tableLines({ accounts, unrecorded, changes }: DiffReport, terminal: Terminal, isWhole: boolean): string[] {
  const several = accounts.length > 1;
  const rows = changes.map((change) => [...(several ? [change.detail.accountId] : []), ...rowOf(change)]);
  return [
    terminal.colors.bold(summaryOf(changes)),
    ...spanLines({ accounts, unrecorded }, isWhole),
    ...(changes.length === 0 ? [] : ['', ...renderTable(several ? [account, ...columns] : columns, rows, terminal)]),
  ];
}

const account: Column = { title: 'ACCOUNT', drop: 3 };
const columns: readonly Column[] = [
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'CHANGE', least: 14, overflow: 'wrap' },
  { title: 'WAS', drop: 2 },
  { title: 'IS' },
  { title: 'WHY', least: 20, overflow: 'end', drop: 1 },
];

/** One row a change. A cell that a spreadsheet would run is quoted by an apostrophe. */
function changesCsv(changes: readonly ChangeReport[]): string {
  const rows = changes.map(({ kinds, detail }) => {
    const { before, after, lastActivity } = detail;
    const cells = {
      accountId: detail.accountId,
      at: spreadsheetTime(detail.asOf),
      kinds: kinds.join(' '),
      userId: detail.userId ?? '',
      userName: detail.userName,
      arn: detail.arn,
      stateBefore: before?.state ?? '',
      exemptBefore: before?.exempt ?? '',
      stateAfter: after?.state ?? '',
      exemptAfter: after?.exempt ?? '',
      lastActivityAt: spreadsheetTime(lastActivity?.at ?? ''),
      idleDays: detail.idleDays ?? '',
      reason: detail.reason,
    };
    return Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, plainText(`${cell}`)]));
  });
  return stringify(rows, { header: true, columns: csvColumns, escape_formulas: true });
}

const csvColumns = [
  ...['accountId', 'at', 'kinds', 'userId', 'userName', 'arn', 'stateBefore', 'exemptBefore'],
  ...['stateAfter', 'exemptAfter', 'lastActivityAt', 'idleDays', 'reason'],
];
