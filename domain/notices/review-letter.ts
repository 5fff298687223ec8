/** The letter of a review to one person, as a message and as an event. */

import { maxBodyBytes } from '../alerts/digest.ts';
import { sectionText } from '../alerts/digest-section.ts';
import type { AccountId } from '../ids.ts';
import { plainText, safeName, utf8Bytes } from '../plain-text.ts';
import type { Campaign } from '../review/campaign.ts';
import { letterRows, type ReviewLetter } from '../review/letter.ts';
import { answerLines, rowLines, userCount } from '../review/list-text.ts';
import type { ReviewView } from '../review/review-view.ts';
import type { NoticeText } from './notice-text.ts';

/** The same for each time the letter is sent. */
const idOf = (accountId: AccountId, { campaign, kind, number, to }: ReviewLetter): string =>
  `${accountId}/review/${campaign}/${kind}/${number}/${safeName(to)}`;

/** The message, within SNS's limits for any names and any number of users. */
export function reviewNotice(letter: ReviewLetter, view: ReviewView): NoticeText {
  const { campaign } = view;
  const { id, accountId } = campaign;
  const rows = letterRows(letter, view);
  const title = `Review ${id} of AWS account ${accountId}`;
  const head = `${[title, ...said(letter, campaign, rows.length)].map(plainText).join('\n')}\n\n`;
  const foot = `${nextLines(letter, campaign).map(plainText).join('\n')}\n`;
  const lines = rows.map((row) => rowLines(row).map(plainText).join('\n'));
  const room = maxBodyBytes - utf8Bytes(head) - utf8Bytes(foot);
  const body = `${head}${sectionText([{ title: 'Users without an answer', lines }], room)}${foot}`;
  return { id: idOf(accountId, letter), subject: subjectOf(letter, campaign, rows.length), body, owner: letter.to };
}

function said({ kind, to }: ReviewLetter, { until }: Campaign, users: number): string[] {
  const asked = `please say by ${until} (UTC) which of ${userCount(users)} are still needed.`;
  switch (kind) {
    case 'asked':
      return [`For ${to}: ${asked}`];
    case 'halfway':
      return [`For ${to}: half of the time has passed, and you have not answered about all. So ${asked}`];
    case 'last-days':
      return [`For ${to}: the last days have begun, and you have not answered about all. So ${asked}`];
    case 'escalation':
      return [`For ${to}: their owners have not answered. So ${asked}`];
    case 'ended':
      return [
        `It ended with ${until} (UTC), and waits for a person who closes it. Nobody has answered about ${users}.`,
      ];
    default:
      return kind satisfies never;
  }
}

/** A close has effects and a file for the auditor: a person does that. */
function nextLines({ kind }: ReviewLetter, campaign: Campaign): string[] {
  if (kind !== 'ended') return answerLines(campaign);
  return ['Next: nothing happens until somebody closes it:', `  lastseen review close --campaign ${campaign.id}`];
}

function subjectOf({ kind }: ReviewLetter, { accountId, id, until }: Campaign, users: number): string {
  const what = kind === 'ended' ? 'ended, please close it' : `${users} to answer by ${until}`;
  return `Lastseen ${accountId}: review ${id}, ${what}`;
}

/**
 * The event of a letter, to automate on. `detail` is documented JSON: fields may be added, never removed. A letter that
 * is sent again has the same `id`.
 */
export function reviewEvent(letter: ReviewLetter, view: ReviewView) {
  const { kind, to, at } = letter;
  const { accountId, id: campaign, until, scope } = view.campaign;
  const stop = kind === 'ended' ? 'close' : 'status';
  return {
    detailType: 'Lastseen: Review Asked' as const,
    detail: {
      version: 1 as const,
      ...{ id: idOf(accountId, letter), accountId, at, campaign, scope, kind },
      owner: plainText(to).slice(0, 200),
      due: until,
      users: letterRows(letter, view).length,
      command: `lastseen review ${stop} --campaign ${campaign}`,
    },
  };
}
