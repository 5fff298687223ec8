import type { ScaleLinear, ScaleTime } from 'd3-scale';
import { utcDay } from 'd3-time';
import type { ComponentChildren } from 'preact';
import { numberWords } from '../count-words.ts';
import { monthWords, shortDayWords } from './words.ts';

/** A chart with its answer above it and the same numbers as a table below it. */
export interface ChartProps {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, for who cannot see it. */
  readonly description: string;
  readonly height: number;
  readonly children: ComponentChildren;
  readonly table: ChartTable;
}

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** All charts are as wide; the page scales them. */
export const chartWidth = 540;

export function Chart({ id, title, description, height, children, table }: ChartProps) {
  return (
    <section class="sheet" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      <svg class="chart" viewBox={`0 0 ${chartWidth} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        {children}
      </svg>
      <DataTable caption={title} {...table} />
    </section>
  );
}

/** The lines and numbers of an axis of counts, across the chart. */
export function CountAxis(props: {
  readonly y: ScaleLinear<number, number>;
  readonly left: number;
  readonly right: number;
}) {
  const { y, left, right } = props;
  return (
    <>
      {y
        .ticks(3)
        .filter(Number.isInteger)
        .map((tick) => (
          <g key={tick} class="axis">
            <path d={`M${left} ${y(tick)}H${right}`} />
            <text x={left - 6} y={y(tick) + 4} text-anchor="end">
              {numberWords(tick)}
            </text>
          </g>
        ))}
    </>
  );
}

/** The dates of an axis of days, in UTC; those at its ends stay within the chart. */
export function DayAxis({ x, y }: { readonly x: ScaleTime<number, number>; readonly y: number }) {
  const ticks = x.ticks(5).filter((tick) => tick.getTime() === utcDay.floor(tick).getTime());
  const words = ticks.every((tick) => tick.getUTCDate() === 1) ? monthWords : shortDayWords;
  return (
    <>
      {ticks.map((tick) => (
        <text key={tick.getTime()} x={round(x(tick))} y={y} text-anchor={anchorAt(x(tick), x.range())}>
          {words(tick)}
        </text>
      ))}
    </>
  );
}

/** Half of the widest date. */
const dateHalf = 28;

function anchorAt(x: number, [left = 0, right = chartWidth]: readonly number[]): 'start' | 'middle' | 'end' {
  if (x - left < dateHalf) return 'start';
  return right - x < dateHalf ? 'end' : 'middle';
}

/** A place on a chart, to a tenth: more digits show nothing. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** The numbers of a chart, closed until somebody wants them. */
function DataTable({ caption, columns, rows }: ChartTable & { readonly caption: string }) {
  return (
    <details class="numbers">
      <summary>The numbers</summary>
      <div class="scroll">
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, index) =>
                  index === 0 ? (
                    <th scope="row">{cell}</th>
                  ) : (
                    <td class={typeof cell === 'number' ? 'number' : ''}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
