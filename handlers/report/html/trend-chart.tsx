import { scaleLinear, scaleUtc } from 'd3-scale';
import { area as areaPath, line as linePath } from 'd3-shape';
import { countWords, numberWords } from '../count-words.ts';
import type { PageAccount } from '../page-report.ts';
import { Chart, CountAxis, chartWidth, DayAxis, round } from './chart.tsx';
import { dayWords } from './words.ts';

const height = 196;
const area = { left: 34, right: chartWidth - 12, top: 32, bottom: height - 26 };

interface TrendPoint {
  readonly day: string;
  readonly users: number;
  readonly unused: number;
  readonly unknown: number;
}

/**
 * The counts of all accounts on each day with a run. An account without a run on a day counts with those of its run
 * before; one without an earlier run does not count yet.
 */
export function trendOf(accounts: readonly Pick<PageAccount, 'days'>[]): TrendPoint[] {
  const days = new Set(accounts.flatMap((account) => account.days.map(({ asOf }) => asOf.slice(0, 10))));
  return [...days].sort().map((day) => {
    const counts = accounts.flatMap((account) => account.days.findLast(({ asOf }) => asOf.slice(0, 10) <= day) ?? []);
    const sum = (of: 'users' | 'unused' | 'unknown') => counts.reduce((total, each) => total + each.counts[of], 0);
    return { day, users: sum('users'), unused: sum('unused'), unknown: sum('unknown') };
  });
}

/** Unused users over time; a sentence as long as there are not two days. */
export function TrendChart({ accounts }: { readonly accounts: readonly Pick<PageAccount, 'days'>[] }) {
  const points = trendOf(accounts);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return <NoTrend first={first} />;
  const description = `From ${countWords(first.unused, 'unused user')} on ${first.day} to ${numberWords(last.unused)} on ${last.day}.`;
  return (
    <Chart
      id="trend"
      title="Unused users over time"
      description={description}
      height={height}
      table={{
        columns: ['Day', 'Unused', 'Unknown', 'All users'],
        rows: points.map(({ day, unused, unknown, users }) => [day, unused, unknown, users]),
      }}
    >
      <Curve points={points} last={last} />
    </Chart>
  );
}

function NoTrend({ first }: { readonly first: TrendPoint | undefined }) {
  return (
    <section class="sheet" aria-labelledby="trend-heading">
      <h2 id="trend-heading">Unused users over time</h2>
      <p class="quiet">
        {first === undefined
          ? 'No run has kept its counts yet. The next scan with an inventory does.'
          : `The counts begin on ${dayWords(first.day)}. A run on another day draws the curve.`}
      </p>
    </section>
  );
}

function Curve({ points, last }: { readonly points: readonly TrendPoint[]; readonly last: TrendPoint }) {
  const dates = points.map(({ day }) => new Date(day));
  const x = scaleUtc([dates[0] ?? 0, dates.at(-1) ?? 0], [area.left, area.right]);
  const y = scaleLinear([0, Math.max(1, ...points.map(({ unused }) => unused))], [area.bottom, area.top]).nice(4);
  const xOf = ({ day }: TrendPoint) => x(new Date(day));
  const yOf = ({ unused }: TrendPoint) => y(unused);
  const all = [...points];
  return (
    <>
      <CountAxis y={y} {...area} />
      <path class="ground idle" d={areaPath<TrendPoint>().x(xOf).y0(area.bottom).y1(yOf).digits(1)(all) ?? ''} />
      <path class="curve idle" d={linePath<TrendPoint>().x(xOf).y(yOf).digits(1)(all) ?? ''} />
      <circle class="fill idle" cx={xOf(last)} cy={round(yOf(last))} r="4" />
      <text class="strong" x={area.right} y={round(Math.max(area.top - 12, yOf(last) - 10))} text-anchor="end">
        {`${numberWords(last.unused)} unused`}
      </text>
      <DayAxis x={x} y={height - 8} />
    </>
  );
}
