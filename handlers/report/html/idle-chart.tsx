import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { countWords, numberWords } from '../count-words.ts';
import type { UserReport } from '../user-report.ts';
import { type ShownState, shownStates } from './browser/page-data.ts';
import { Chart, CountAxis, chartWidth, round } from './chart.tsx';

const height = 196;
const area = { left: 34, right: chartWidth - 8, top: 32, bottom: height - 26 };
const mostBins = 30;

interface Bin {
  readonly from: number;
  /** Exclusive; undefined for the last, which holds all that are longer. */
  readonly to: number | undefined;
  readonly counts: { readonly [state in ShownState]: number };
}

type IdleUser = Pick<UserReport, 'idleDays' | 'state'>;

/** Users by days since their last activity. The threshold is an edge; the last bin holds all that are longer. */
export function idleBins(users: readonly IdleUser[], thresholdDays: number): Bin[] {
  const longest = users.reduce((most, { idleDays }) => Math.max(most, idleDays ?? 0), thresholdDays);
  const parts = [6, 5, 3, 2, 1].find((each) => thresholdDays % each === 0 && thresholdDays / each >= 5) ?? 1;
  const width = thresholdDays / parts;
  const count = Math.min(mostBins, Math.floor(longest / width) + 1);
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index * width, index === count - 1 ? undefined : (index + 1) * width];
    const own = users.filter(({ idleDays: days }) => days !== null && days >= from && (to === undefined || days < to));
    return { from, to, counts: countStates(own) };
  });
}

function countStates(users: readonly IdleUser[]): { readonly [state in ShownState]: number } {
  const counts = { idle: 0, 'never-used': 0, unknown: 0, new: 0, active: 0 };
  for (const { state } of users) counts[state]++;
  return counts;
}

const rangeOf = ({ from, to }: Bin) => (to === undefined ? `${from} and more` : `${from} to ${to - 1}`);

const totalOf = ({ counts }: Bin) => Object.values(counts).reduce((sum, count) => sum + count, 0);

const silentFor = (users: readonly IdleUser[], days: number) =>
  users.filter(({ idleDays }) => idleDays !== null && idleDays >= days).length;

/** How long users have been silent, with the threshold. */
export function IdleChart({
  users,
  thresholds,
}: {
  readonly users: readonly IdleUser[];
  readonly thresholds: readonly number[];
}) {
  const [threshold = 1] = thresholds;
  const bins = idleBins(users, threshold);
  const undated = users.filter(({ idleDays }) => idleDays === null).length;
  const beyond = thresholds.map((days) => `${countWords(silentFor(users, days), 'user')} for ${days} days or longer`);
  const left = undated === 0 ? '' : `; ${countWords(undated, 'user')} of unknown silence left out`;
  const description = `Without activity: ${beyond.join(', ')}${left}.`;
  return (
    <Chart
      id="idle-days"
      title="Days since the last activity"
      description={description}
      height={height}
      table={{
        columns: ['Days', 'Users', ...shownStates.map((state) => state.replace('-', ' '))],
        rows: bins.map((bin) => [rangeOf(bin), totalOf(bin), ...shownStates.map((state) => bin.counts[state])]),
      }}
    >
      <Bars bins={bins} thresholds={thresholds} />
    </Chart>
  );
}

function Bars({ bins, thresholds }: { readonly bins: readonly Bin[]; readonly thresholds: readonly number[] }) {
  const width = bins[0]?.to ?? 1;
  const x = scaleLinear([0, bins.length * width], [area.left, area.right]);
  const y = scaleLinear([0, Math.max(1, ...bins.map(totalOf))], [area.bottom, area.top]).nice(4);
  const layers = stack<Bin, ShownState>()
    .keys(shownStates.toReversed())
    .value(({ counts }, state) => counts[state])([...bins]);
  return (
    <>
      <CountAxis y={y} {...area} />
      {layers.flatMap((layer) =>
        layer.flatMap(([low, high], index) =>
          high > low ? (
            <rect
              key={`${layer.key}-${index}`}
              class={`fill ${layer.key}`}
              x={round(x(index * width) + 1)}
              width={round(x(width) - x(0) - 2)}
              y={round(y(high))}
              height={round(y(low) - y(high))}
            />
          ) : (
            []
          ),
        ),
      )}
      {thresholds.map((days) => (
        <g key={days} class="threshold">
          <path d={`M${round(x(days))} ${area.top - 22}V${area.bottom}`} />
          <text x={round(x(days)) + 6} y={area.top - 12}>
            {`threshold ${days} days`}
          </text>
        </g>
      ))}
      {x.ticks(6).map((tick) => (
        <text key={tick} x={round(x(tick))} y={height - 8} text-anchor={tick === 0 ? 'start' : 'middle'}>
          {numberWords(tick)}
        </text>
      ))}
    </>
  );
}
