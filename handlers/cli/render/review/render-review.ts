import { plainText } from '../../../../domain/plain-text.ts';
import { type DueLetter, dueLetters, type ReviewView } from '../../../../domain/review/review-view.ts';
import { isOpen } from '../../../../domain/review/standing.ts';
import { standingWords } from '../../../../domain/review/standing-words.ts';
import type { Terminal } from '../../terminal.ts';
import { type Column, renderTable } from '../table.ts';
import { wrapHanging } from '../text-width.ts';

const columns: readonly Column[] = [
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'ASKED', least: 8, overflow: 'middle', drop: 1 },
  { title: 'RECOMMENDED', drop: 2 },
  { title: 'ANSWER', least: 20, overflow: 'wrap' },
];

/** A campaign for people: who has still to answer, and what was answered. `verbose`: users that are settled, too. */
export function renderReview(
  view: ReviewView,
  { terminal, verbose }: { readonly terminal: Terminal; readonly verbose: boolean },
): string {
  const shown = view.users.filter(({ row }) => verbose || isOpen(row.standing));
  const rows = shown.map(({ row }) => [
    row.userName,
    row.asked,
    row.recommendation.advice,
    standingWords(row.standing),
  ]);
  const lines = [
    ...wrapHanging(headline(view), terminal.columns).map(terminal.colors.bold),
    ...dueLetters(view).flatMap((letter) => wrapHanging(`! ${letterWords(letter)}`, terminal.columns)),
    ...(rows.length === 0 ? [] : ['', ...renderTable(columns, rows, terminal)]),
    ...settledLine(view.users.length - shown.length),
  ];
  return `${lines.join('\n')}\n`;
}

function headline({ campaign, counts }: ReviewView): string {
  const { id, accountId, until, closed } = campaign;
  const when = closed === undefined ? `until ${until}` : `closed on ${closed.at.slice(0, 10)} by ${closed.by}`;
  const parts = [
    `${counts.users} users`,
    `${counts.open} to answer`,
    ...[`${counts.keep} keep`, `${counts.seasonal} seasonal`, `${counts.remove} remove`].filter(
      (part) => !part.startsWith('0 '),
    ),
  ];
  return plainText(`review ${id} of account ${accountId}, ${when}: ${parts.join(', ')}`);
}

const letterNames: { readonly [kind in DueLetter['kind']]: string } = {
  asked: 'the question',
  halfway: 'a reminder',
  'last-days': 'the last reminder',
  escalation: 'word that others do not answer',
};

/** What is to be sent now, in words. */
export function letterWords({ to, kind, users }: DueLetter): string {
  return plainText(`due now: ${letterNames[kind]} to ${to}, about ${users === 1 ? '1 user' : `${users} users`}`);
}

function settledLine(count: number): string[] {
  if (count === 0) return [];
  return ['', `${count} user${count === 1 ? ' is' : 's are'} answered for: --verbose lists them`];
}
