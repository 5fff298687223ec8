import { endOf } from '../../../domain/review/campaign.ts';
import type { ReviewState } from '../../../domain/review/review-state.ts';
import { countWords, numberWords } from '../count-words.ts';
import type { PageAccount } from '../page-report.ts';
import { OutsideText } from './outside-text.tsx';
import type { AccountLabels } from './user-name.tsx';

interface ReviewsProps {
  readonly accounts: readonly Pick<PageAccount, 'accountId' | 'asOf' | 'review'>[];
  readonly labels: AccountLabels;
}

/** How the reviews of the accounts stand: the one that runs, or else the latest; nothing where there is none. */
export function ReviewsSection({ accounts, labels }: ReviewsProps) {
  const reviewed = accounts.flatMap(({ accountId, asOf, review }) => {
    const label = labels(accountId);
    const title = review === undefined ? '' : `${label === undefined ? '' : `${label}: `}${review.campaign.id}`;
    return review === undefined ? [] : [{ title, asOf, review }];
  });
  if (reviewed.length === 0) return null;
  return (
    <section class="sheet" aria-labelledby="reviews">
      <h2 id="reviews">Reviews by the owners</h2>
      <div class="scroll">
        <table>
          <caption>Who was asked which users are still needed, and what was decided</caption>
          <thead>
            <tr>
              <th scope="col">Review</th>
              {columns.map(([title]) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reviewed.map(({ title, review }) => (
              <tr key={title}>
                <th scope="row">
                  <OutsideText text={title} />
                </th>
                {columns.map(([column, countIn]) => (
                  <td key={column} class="number">
                    {numberWords(countIn(review))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reviewed.map(({ title, asOf, review }) => (
        <p key={title} class="quiet">
          <OutsideText text={`${title} ${whenWords(review, asOf)}`} />
        </p>
      ))}
    </section>
  );
}

const columns: readonly (readonly [string, (review: ReviewState) => number])[] = [
  ['Owners asked', ({ owners }) => owners.asked],
  ['answered', ({ owners }) => owners.answered],
  ['open', ({ owners }) => owners.open],
  ['Users', ({ counts }) => counts.users],
  ['keep', ({ counts }) => counts.keep],
  ['seasonal', ({ counts }) => counts.seasonal],
  ['remove', ({ counts }) => counts.remove],
  ['no answer', ({ counts }) => counts.open],
];

const namesShown = 8;

function whenWords({ campaign, waitsFor }: ReviewState, asOf: string): string {
  const { until, closed } = campaign;
  if (closed !== undefined) return `was closed on ${closed.at.slice(0, 10)} by ${closed.by}.`;
  const more = waitsFor.length - namesShown;
  const names = `${waitsFor.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}`;
  const waits =
    waitsFor.length === 0 ? 'Everybody has answered.' : `${countWords(waitsFor.length, 'owner')} open: ${names}.`;
  return asOf >= endOf(campaign)
    ? `ended with ${until} and waits for lastseen review close. ${waits}`
    : `runs until ${until}. ${waits}`;
}
