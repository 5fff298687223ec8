/** The list of one who is asked, as lines of text: who the users are, and how to answer. */

import type { Campaign } from './campaign.ts';
import type { ReviewRow } from './review-row.ts';
import { standingWords } from './standing-words.ts';

/** What is known of one user, a line each. Texts from strangers are not escaped yet. */
export function rowLines(row: ReviewRow): string[] {
  const { userName, userId, admin, lastUse, credentials, recommendation, standing } = row;
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

/** How to answer. `further` stands behind the commands. */
export const answerLines = ({ until, unanswered }: Campaign, further: readonly string[] = []): string[] => [
  'How to answer:',
  '  lastseen review answer USER --answer keep --until DAY --reason TEXT',
  '  lastseen review answer USER --answer seasonal --month 3 --reason TEXT',
  '  lastseen review answer USER --answer remove --reason TEXT',
  '  lastseen review answer USER --answer not-mine --to WHOM',
  ...further,
  `A keep ends after 180 days at most, of a user who can change IAM after 90. An answer may change until ${until}.`,
  silenceWords[unanswered],
];

/** What no answer means, for those who are asked. */
const silenceWords: Readonly<Record<Campaign['unanswered'], string>> = {
  nothing: 'No answer changes nothing: nobody is removed because nobody answered.',
  lifecycle: 'Without an answer the usual way of an unused user begins: its owner gets notice first.',
};

/** `1 IAM user`, `12 IAM users`. */
export const userCount = (count: number): string => (count === 1 ? '1 IAM user' : `${count} IAM users`);
