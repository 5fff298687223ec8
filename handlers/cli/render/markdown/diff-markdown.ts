import type { DiffReport } from '../../../report/diff-report.ts';
import { rowOf, spanLines, summaryOf } from '../change-lines.ts';
import { markdownRows } from './list-markdown.ts';
import { bullets, code, markdownOf, markdownTable, missingLines, prose } from './markdown-text.ts';

const columns = ['Account', 'User', 'Change', 'Was', 'Is', 'Why'].map((title) => ({ title }));

/** What changed, for a job summary. */
export function diffMarkdown(report: DiffReport): string {
  const { changes, missing } = report;
  const rows = changes.slice(0, markdownRows).map((change) => {
    const [user = '', ...others] = rowOf(change);
    return [change.detail.accountId, code(user), ...others.map(prose)];
  });
  const more = changes.length - rows.length;
  return markdownOf([
    [`## ${prose(summaryOf(changes))}`],
    bullets(spanLines(report)),
    rows.length === 0 ? [] : markdownTable(columns, rows),
    more === 0 ? [] : [`and ${more} more`],
    missingLines(missing),
  ]);
}
