import { scaleLinear, scaleUtc } from 'd3-scale';
import { utcDay } from 'd3-time';
import { coverageWords } from '../../../domain/coverage/coverage-words.ts';
import { provenWords } from '../../../domain/coverage/proven-window.ts';
import { plainText } from '../../../domain/plain-text.ts';
import { logAtStart, providerOf, wordsOf } from '../../../domain/provider.ts';
import type { PageAccount } from '../page-report.ts';
import { Chart, chartWidth, DayAxis, round } from './chart.tsx';
import { accountWords } from './user-name.tsx';

const rowHeight = 18;
const area = { left: 120, right: chartWidth - 8, top: 22 };

type CoveredAccount = Pick<PageAccount, 'accountId' | 'accountName' | 'asOf' | 'thresholdDays' | 'coverage' | 'proof'>;

interface RegionRow {
  readonly region: string;
  readonly unwatched: readonly { readonly from: string; readonly to: string }[];
  readonly watchedDays: number;
  readonly windowDays: number;
}

/** The Regions of an account with the days of the window on which CloudTrail did not watch them. */
function regionRows({ asOf, thresholdDays, coverage }: CoveredAccount): RegionRow[] {
  if (coverage.kind === 'none') return [];
  const gaps = coverage.kind === 'partial' ? coverage.gaps : [];
  const windowDays = thresholdDays + 1;
  const to = new Date(asOf.slice(0, 10));
  return coverage.regions.map((region) => {
    const unwatched = gaps.filter((gap) => gap.region === region);
    const dark = unwatched.reduce(
      (sum, gap) =>
        sum + utcDay.count(new Date(gap.from), utcDay.offset(to < new Date(gap.to) ? to : new Date(gap.to), 1)),
      0,
    );
    return { region, unwatched, windowDays, watchedDays: windowDays - dark };
  });
}

/** How far CloudTrail watched each Region of each account, day by day. */
export function CoverageSection({ accounts }: { readonly accounts: readonly CoveredAccount[] }) {
  return (
    <>
      {accounts.map((account) => (
        <AccountCoverage key={account.accountId} account={account} isOne={accounts.length === 1} />
      ))}
    </>
  );
}

function AccountCoverage({ account, isOne }: { readonly account: CoveredAccount; readonly isOne: boolean }) {
  const { accountId, coverage, proof, asOf, thresholdDays } = account;
  const words = [coverageWords(coverage), ...(proof === undefined ? [] : [provenWords(proof)])];
  const title = `Coverage by Region and day${isOne ? '' : `, account ${plainText(accountWords(account))}`}`;
  const rows = regionRows(account);
  if (rows.length === 0) {
    return (
      <section class="sheet">
        <h2>{title}</h2>
        <p>{unreadWords(accountId)}</p>
      </section>
    );
  }
  const end = new Date(asOf.slice(0, 10));
  const x = scaleUtc([utcDay.offset(end, -thresholdDays), utcDay.offset(end, 1)], [area.left, area.right]);
  const y = scaleLinear([0, rows.length], [area.top, area.top + rows.length * rowHeight]);
  return (
    <Chart
      id={`coverage-${accountId}`}
      title={title}
      description={`${logAtStart(accountId)}: ${words.join('; ')}.`}
      height={area.top + rows.length * rowHeight + 6}
      table={{
        columns: ['Region', 'Days watched', 'Days of the window', 'Not watched'],
        rows: rows.map((row) => [row.region, row.watchedDays, row.windowDays, row.unwatched.map(spanWords).join(', ')]),
      }}
    >
      <DayAxis x={x} y={12} />
      {rows.map(({ region, unwatched }, index) => (
        <g key={region}>
          <text x="0" y={y(index) + 12}>
            {region}
          </text>
          <rect
            class="fill active"
            x={area.left}
            y={y(index) + 3}
            width={area.right - area.left}
            height={rowHeight - 6}
            rx="2"
          />
          {unwatched.map((span) => (
            <rect key={span.from} class="gap" {...placeOf(span, x)} y={y(index) + 2} height={rowHeight - 4} />
          ))}
        </g>
      ))}
    </Chart>
  );
}

function unreadWords(accountId: PageAccount['accountId']): string {
  const { name, log } = wordsOf(accountId);
  return providerOf(accountId) === 'aws'
    ? `No logs of ${log}: the verdicts rest on ${name} alone.`
    : `Nobody read ${log}: the verdicts rest on ${name} alone.`;
}

const spanWords = ({ from, to }: { readonly from: string; readonly to: string }) =>
  from === to ? from : `${from} to ${to}`;

function placeOf({ from, to }: RegionRow['unwatched'][number], x: (date: Date) => number) {
  const left = Math.max(area.left, x(new Date(from)));
  const right = Math.min(area.right, x(utcDay.offset(new Date(to), 1)));
  return { x: round(left), width: round(Math.max(1, right - left)) };
}
