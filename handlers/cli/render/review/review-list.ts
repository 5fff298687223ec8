/** The list of one reviewer, as a CSV to fill in and as a text to send. */

import { plainText } from '../../../../domain/plain-text.ts';
import type { Campaign } from '../../../../domain/review/campaign.ts';
import type { ReviewList, ReviewRow } from '../../../../domain/review/review-row.ts';
import type { CellValue, ReportColumn } from '../../../report/report-column.ts';
import { standingWords } from '../../../report/review-report.ts';
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
  const count = rows.length === 1 ? '1 IAM user' : `${rows.length} IAM users`;
  const lines = [
    `Review ${id} of AWS account ${accountId}`,
    `For ${reviewer}: please say by ${until} (UTC) which of ${count} are still needed.`,
    ...rows.flatMap((row) => ['', ...rowLines(row)]),
    '',
    'How to answer:',
    '  lastseen review answer USER --answer keep --until DAY --reason TEXT',
    '  lastseen review answer USER --answer seasonal --month 3 --reason TEXT',
    '  lastseen review answer USER --answer remove --reason TEXT',
    '  lastseen review answer USER --answer not-mine --to WHOM',
    `Or fill in the columns answer, until, month, to and reason of ${csvName}, and send it back.`,
    `A keep ends after 180 days at most, of a user who can change IAM after 90. An answer may change until ${until}.`,
    silenceWords(campaign),
  ];
  return `${lines.map(plainText).join('\n')}\n`;
}

/** What no answer means, for those who are asked. */
const silenceWords = ({ unanswered }: Campaign): string =>
  unanswered === 'nothing'
    ? 'No answer changes nothing: nobody is removed because nobody answered.'
    : 'Without an answer the usual way of an unused user begins: its owner gets notice first.';

function rowLines({ userName, userId, admin, lastUse, credentials, recommendation, standing }: ReviewRow): string[] {
  const seen =
    lastUse === null ? 'none is known' : [lastUse.at, lastUse.event ?? lastUse.source, ...from(lastUse)].join(', ');
  const rights = admin === null ? 'not known whether it can change IAM' : admin ? 'it can change IAM' : undefined;
  return [
    `${userName} (${userId})`,
    `  last use     ${seen}`,
    `  credentials  ${credentials.length === 0 ? 'none' : credentials.join('; ')}`,
    ...(rights === undefined ? [] : [`  rights       ${rights}`]),
    `  recommended  ${recommendation.advice}: ${recommendation.why}`,
    `  answer       ${standingWords(standing)}`,
  ];
}

const from = ({ address }: NonNullable<ReviewRow['lastUse']>): string[] =>
  address === null ? [] : [`from ${address}`];
