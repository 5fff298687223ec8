import { unwatchedWords } from '../../../domain/coverage/coverage-words.ts';
import { logAtStart, providerOf, sharedWords, wordsOf } from '../../../domain/provider.ts';
import { countWords, numberWords } from '../count-words.ts';
import { missingOfPage, type PageAccount, type PageReport } from '../page-report.ts';
import { isQuiet } from '../user-report.ts';
import { type ShownState, shownStates } from './browser/page-data.ts';
import { OutsideText } from './outside-text.tsx';
import { accountWords } from './user-name.tsx';
import { dayWords } from './words.ts';

/** Another page of the same folder. */
export interface PageAbove {
  readonly href: string;
  readonly words: string;
}

/** The answer in one sentence, and what it rests on. */
export function PageHeader({ report, above }: { readonly report: PageReport; readonly above?: PageAbove | undefined }) {
  const { counts, accounts } = report;
  return (
    <header>
      <p class="mark">
        Lastseen
        {above !== undefined && (
          <>
            {' · '}
            <a href={above.href}>{above.words}</a>
          </>
        )}
      </p>
      <h1>{titleOf(report)}</h1>
      <p class="quiet">
        {accounts.length === 1 ? `Account ${accounts[0]?.accountId}` : `${accounts.length} accounts`} · as of{' '}
        {rangeWords(accounts.map(({ asOf }) => asOf))} · unused means {thresholdWords(accounts)} without activity ·{' '}
        {counts.exempt === 0 ? 'nobody is exempt' : `${numberWords(counts.exempt)} exempt`}
      </p>
    </header>
  );
}

interface Titled extends Pick<PageReport, 'counts'> {
  readonly accounts: Parameters<typeof sharedWords>[0];
}

/** `45 of 120 IAM users are unused`; of several providers, `users`. */
export function titleOf({ counts: { unused, users }, accounts }: Titled): string {
  const whose = `${sharedWords(accounts)?.user ?? 'user'}s`;
  return `${numberWords(unused)} of ${numberWords(users)} ${whose} ${unused === 1 || users === 1 ? 'is' : 'are'} unused`;
}

function rangeWords(times: readonly string[]): string {
  const sorted = [...times].sort();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  if (sorted.length === 1) return `${dayWords(first)} ${first.slice(11, 16)} UTC`;
  return first.slice(0, 10) === last.slice(0, 10) ? dayWords(first) : `${dayWords(first)} to ${dayWords(last)}`;
}

/** Each threshold of the accounts once, ascending. */
export const thresholdsOf = (accounts: PageReport['accounts']): number[] =>
  [...new Set(accounts.map(({ thresholdDays }) => thresholdDays))].sort((a, b) => a - b);

const thresholdWords = (accounts: PageReport['accounts']) => {
  const thresholds = thresholdsOf(accounts);
  return thresholds.length === 1 ? countWords(thresholds[0] ?? 0, 'day') : `${thresholds.join(' or ')} days`;
};

const listedAtMost = 12;

/** What limits the answer, before any other number. `missing` is what the scan before the page could not read. */
export function UnseenSection({
  report,
  missing,
}: {
  readonly report: PageReport;
  readonly missing: readonly string[];
}) {
  const lines = [...unseenLines(report), ...missing, ...missingOfPage(report)];
  const more = lines.length - listedAtMost;
  return (
    <section class={`sheet ${lines.length === 0 ? '' : 'alert'}`} aria-labelledby="unseen">
      <h2 id="unseen">What could not be seen</h2>
      {lines.length === 0 ? (
        <p>Nothing is missing: every source answered, and {watchWords(report.accounts)} on each day of the window.</p>
      ) : (
        <ul>
          {lines.slice(0, listedAtMost).map((line) => (
            <li key={line}>
              <OutsideText text={line} />
            </li>
          ))}
          {more > 0 && <li>{`and ${numberWords(more)} more: lastseen scan --verbose lists them`}</li>}
        </ul>
      )}
    </section>
  );
}

/** Without a log, the provider's inventory alone speaks. */
function unreadWords(account: PageAccount, named: string): string {
  const { name, log } = wordsOf(account.accountId);
  if (providerOf(account.accountId) === 'aws') return `${named} has no logs here: verdicts rest on ${name} alone`;
  return `Account ${accountWords(account)}: nobody read ${log}, so its verdicts rest on ${name} alone`;
}

const watchWords = (accounts: PageReport['accounts']): string =>
  accounts.every(({ accountId }) => providerOf(accountId) === 'aws')
    ? 'CloudTrail watched every Region'
    : `the logs of ${accounts.length === 1 ? 'the account' : 'every account'} were watched`;

function unseenLines({ accounts, counts, users, unjudged }: PageReport): string[] {
  const named = (account: PageAccount) =>
    accounts.length === 1
      ? logAtStart(account.accountId)
      : `Account ${accountWords(account)}: ${wordsOf(account.accountId).log}`;
  const silent = users.filter(({ report }) => report.credentials.length === 0 && report.usable === null).length;
  return [
    ...(counts.unknown === 0
      ? []
      : [`${countWords(counts.unknown, 'user')} cannot be judged; each has its reason below`]),
    ...accounts.flatMap((account) => {
      const { coverage } = account;
      if (coverage.kind === 'none') return [unreadWords(account, named(account))];
      return coverage.kind === 'partial' ? [`${named(account)}: ${unwatchedWords(coverage.gaps)}`] : [];
    }),
    ...(silent === 0 ? [] : [`${countWords(silent, 'user')} without a known credential: SSH keys were not looked at`]),
    ...unjudged.map((accountId) => `Account ${accountId}: logs without an inventory, nobody judged`),
  ];
}

/** The counts that ask for action, then all states as one strip. */
export function CountsSection({ report }: { readonly report: PageReport }) {
  const { counts, users, accounts, forecast } = report;
  const soon = forecast.weeks.slice(0, 4).reduce((sum, { crossing }) => sum + crossing, 0);
  const [threshold = 0, ...others] = thresholdsOf(accounts);
  const cards: readonly (readonly [number, string])[] = [
    [counts.unusedNotExempt, 'unused, not exempt'],
    [counts.unusedAccessKeys, 'unused active access keys'],
    [counts.unusedPasswords, 'unused passwords'],
    [counts.unknown, 'cannot be judged'],
    [users.filter((user) => isQuiet(user.report)).length, 'quieter than ever'],
    [soon, `cross ${others.length === 0 ? countWords(threshold, 'day') : 'the threshold'} within 4 weeks`],
  ];
  return <CountCards cards={cards} counts={counts} />;
}

interface CountCardsProps {
  /** Numbers and what they count. */
  readonly cards: readonly (readonly [number, string])[];
  readonly counts: PageReport['counts'];
}

/** Counts side by side, and the states of all users as one strip. */
export function CountCards({ cards, counts }: CountCardsProps) {
  return (
    <section aria-label="Counts">
      <dl class="cards">
        {cards.map(([number, words]) => (
          <div key={words} class="sheet card">
            <dt>{words}</dt>
            <dd>{numberWords(number)}</dd>
          </div>
        ))}
      </dl>
      <StateStrip counts={counts} />
    </section>
  );
}

const stripWidth = 1000;

/** All states as one strip, and its legend. */
function StateStrip({ counts }: { readonly counts: PageReport['counts'] }) {
  const present = shownStates.filter((state) => counts[state] > 0);
  const unit = (stripWidth - 4 * Math.max(0, present.length - 1)) / Math.max(1, counts.users);
  const starts = present.map((_, index) =>
    present.slice(0, index).reduce((sum, state) => sum + counts[state] * unit + 4, 0),
  );
  return (
    <>
      <svg class="strip" viewBox={`0 0 ${stripWidth} 12`} preserveAspectRatio="none" aria-hidden="true">
        {present.map((state, index) => (
          <rect key={state} class={`fill ${state}`} x={starts[index]} width={counts[state] * unit} height="12" />
        ))}
      </svg>
      <ul class="legend">
        {shownStates.map((state) => (
          <li key={state}>
            <span class={`state ${state}`}>{stateWords[state]}</span> <b>{numberWords(counts[state])}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

const stateWords: { readonly [state in ShownState]: string } = {
  idle: 'idle',
  'never-used': 'never used',
  unknown: 'unknown',
  new: 'new',
  active: 'active',
};
