/** The list of one reviewer, as a CSV to fill in and as a text to send. */

import { plainText } from '../../../../domain/plain-text.ts';
import type { Campaign } from '../../../../domain/review/campaign.ts';
import { answerLines, rowLines, userCount } from '../../../../domain/review/list-text.ts';
import type { ReviewList, ReviewRow } from '../../../../domain/review/review-row.ts';
import { standingWords } from '../../../../domain/review/standing-words.ts';
import type { CellValue, ReportColumn } from '../../../report/report-column.ts';
import { csvOf } from '../lines.ts';

/** Columns that whoever answers fills in; `lastseen review answer --file` reads them. */
const empty = (name: string): ReportColumn<ReviewRow> => ({ name, value: () => '' });

const columns: readonly ReportColumn<ReviewRow>[] = [
  { name: 'userId', value: ({ userId }) => userId },
  { name: 'userName', value: ({ userName }) => userName },
  ...['answer', 'until', 'month', 'to', 'reason'].map(empty),
  { name: 'recommendation', value: ({ recommendation }) => recommendation.advice },
  { name: 'why', value: ({ recommendation }) => recommendation.why },
  { name: 'lastUseAt', value: ({ lastUse }) => lastUse?.at ?? null, isTime: true },
  { name: 'lastUse', value: ({ lastUse }) => lastUse?.event ?? lastUse?.source ?? null },
  { name: 'address', value: ({ lastUse }) => lastUse?.address ?? null },
  { name: 'idleDays', value: ({ idleDays }) => idleDays },
  { name: 'credentials', value: ({ credentials }) => credentials.join('; ') },
  { name: 'admin', value: ({ admin }): CellValue => (admin === null ? 'not known' : admin ? 'yes' : 'no') },
  { name: 'owner', value: ({ owner }) => owner },
  { name: 'standing', value: ({ standing }) => standingWords(standing) },
];

/** One row a user. The columns of the answer are empty: a list that is read back says nothing by itself. */
export const reviewListCsv = ({ rows }: ReviewList): string => csvOf(columns, rows);

/** The same as a text of plain lines, with what to do. `csvName` is the file beside it. */
export function reviewListText({ reviewer, rows }: ReviewList, campaign: Campaign, csvName: string): string {
  const { id, accountId, until } = campaign;
  const inFile = `Or fill in the columns answer, until, month, to and reason of ${csvName}, and send it back.`;
  const lines = [
    `Review ${id} of AWS account ${accountId}`,
    `For ${reviewer}: please say by ${until} (UTC) which of ${userCount(rows.length)} are still needed.`,
    ...rows.flatMap((row) => ['', ...rowLines(row)]),
    '',
    ...answerLines(campaign, [inFile]),
  ];
  return `${lines.map(plainText).join('\n')}\n`;
}
