import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import type { Coverage } from '../../../../domain/coverage/coverage.ts';
import { type Counts, countAssessments } from '../../../../domain/verdict/counts.ts';
import { CoverageSection } from '../../../../handlers/report/html/coverage-section.tsx';
import { IdleChart } from '../../../../handlers/report/html/idle-chart.tsx';
import { pageData } from '../../../../handlers/report/html/page-data.ts';
import { TrendChart } from '../../../../handlers/report/html/trend-chart.tsx';
import { UsersSection } from '../../../../handlers/report/html/users-section.tsx';
import { account, instant, region } from '../../../domain/builders.ts';
import { pageOf } from './page-world.ts';

/** The drawing of a chart, or another part of a section, a tag a line. */
const drawn = (node: VNode, part = /<svg.*<\/svg>/) =>
  `\n${(part.exec(render(node)) ?? expect.fail('nothing is drawn'))[0]
    .replaceAll(/><\/(?:path|rect|circle|use)>/g, '/>')
    .replaceAll('><', '>\n<')}\n`;

it('the distribution of idle days is drawn as a stack a bin, with the threshold as an edge', () => {
  const users = [
    { idleDays: 0, state: 'active' as const },
    { idleDays: 1, state: 'new' as const },
    { idleDays: 9, state: 'active' as const },
    { idleDays: 10, state: 'idle' as const },
    { idleDays: 11, state: 'never-used' as const },
    { idleDays: null, state: 'unknown' as const },
  ];
  expect(drawn(<IdleChart users={users} thresholds={[10]} />)).toMatchInlineSnapshot(`
    "
    <svg class="chart" viewBox="0 0 540 196" role="img" aria-labelledby="idle-days-title idle-days-desc">
    <title id="idle-days-title">Days since the last activity</title>
    <desc id="idle-days-desc">Without activity: 2 users for 10 days or longer; 1 user of unknown silence left out.</desc>
    <g class="axis">
    <path d="M34 170H532"/>
    <text x="28" y="174" text-anchor="end">0</text>
    </g>
    <g class="axis">
    <path d="M34 101H532"/>
    <text x="28" y="105" text-anchor="end">1</text>
    </g>
    <g class="axis">
    <path d="M34 32H532"/>
    <text x="28" y="36" text-anchor="end">2</text>
    </g>
    <rect class="fill active" x="35" width="164" y="101" height="69"/>
    <rect class="fill active" x="201" width="164" y="101" height="69"/>
    <rect class="fill new" x="35" width="164" y="32" height="69"/>
    <rect class="fill never-used" x="367" width="164" y="101" height="69"/>
    <rect class="fill idle" x="367" width="164" y="32" height="69"/>
    <g class="threshold">
    <path d="M366 10V170"/>
    <text x="372" y="20">threshold 10 days</text>
    </g>
    <text x="34" y="188" text-anchor="start">0</text>
    <text x="100.4" y="188" text-anchor="middle">2</text>
    <text x="166.8" y="188" text-anchor="middle">4</text>
    <text x="233.2" y="188" text-anchor="middle">6</text>
    <text x="299.6" y="188" text-anchor="middle">8</text>
    <text x="366" y="188" text-anchor="middle">10</text>
    <text x="432.4" y="188" text-anchor="middle">12</text>
    <text x="498.8" y="188" text-anchor="middle">14</text>
    </svg>
    "
  `);
});

it('the curve runs from the first day with a run to the last', () => {
  const counts = countAssessments([]);
  const day = (asOf: string, unused: number) => ({
    ...{ asOf: instant(`${asOf}T08:00:00Z`), thresholdDays: 90 },
    counts: { ...counts, users: 10, unused } satisfies Counts,
  });
  const days = [day('2026-11-01', 4), day('2026-11-02', 4), day('2026-11-05', 2)];
  expect(drawn(<TrendChart accounts={[{ days }]} />)).toMatchInlineSnapshot(`
    "
    <svg class="chart" viewBox="0 0 540 196" role="img" aria-labelledby="trend-title trend-desc">
    <title id="trend-title">Unused users over time</title>
    <desc id="trend-desc">From 4 unused users on 2026-11-01 to 2 on 2026-11-05.</desc>
    <g class="axis">
    <path d="M34 170H528"/>
    <text x="28" y="174" text-anchor="end">0</text>
    </g>
    <g class="axis">
    <path d="M34 135.5H528"/>
    <text x="28" y="139.5" text-anchor="end">1</text>
    </g>
    <g class="axis">
    <path d="M34 101H528"/>
    <text x="28" y="105" text-anchor="end">2</text>
    </g>
    <g class="axis">
    <path d="M34 66.5H528"/>
    <text x="28" y="70.5" text-anchor="end">3</text>
    </g>
    <g class="axis">
    <path d="M34 32H528"/>
    <text x="28" y="36" text-anchor="end">4</text>
    </g>
    <path class="ground idle" d="M34,32L157.5,32L528,101L528,170L157.5,170L34,170Z"/>
    <path class="curve idle" d="M34,32L157.5,32L528,101"/>
    <circle class="fill idle" cx="528" cy="101" r="4"/>
    <text class="strong" x="528" y="91" text-anchor="end">2 unused</text>
    <text x="34" y="188" text-anchor="start">1 Nov</text>
    <text x="157.5" y="188" text-anchor="middle">2 Nov</text>
    <text x="281" y="188" text-anchor="middle">3 Nov</text>
    <text x="404.5" y="188" text-anchor="middle">4 Nov</text>
    <text x="528" y="188" text-anchor="end">5 Nov</text>
    </svg>
    "
  `);
});

it('coverage is a bar a Region, with a hole where nobody watched', () => {
  const coverage: Coverage = {
    kind: 'partial',
    regions: [region('eu-west-1'), region('us-east-1')],
    gaps: [{ region: region('us-east-1'), from: '2026-11-03', to: '2026-11-04' }],
  };
  const covered = { accountId: account(), asOf: instant('2026-11-11T08:00:00Z'), thresholdDays: 10, coverage };
  expect(drawn(<CoverageSection accounts={[covered]} />)).toMatchInlineSnapshot(`
    "
    <svg class="chart" viewBox="0 0 540 64" role="img" aria-labelledby="coverage-123456789012-title coverage-123456789012-desc">
    <title id="coverage-123456789012-title">Coverage by Region and day</title>
    <desc id="coverage-123456789012-desc">CloudTrail: us-east-1 not watched 2026-11-03 to 2026-11-04.</desc>
    <text x="120" y="12" text-anchor="start">1 Nov</text>
    <text x="194.9" y="12" text-anchor="middle">3 Nov</text>
    <text x="269.8" y="12" text-anchor="middle">5 Nov</text>
    <text x="344.7" y="12" text-anchor="middle">7 Nov</text>
    <text x="419.6" y="12" text-anchor="middle">9 Nov</text>
    <text x="494.5" y="12" text-anchor="middle">11 Nov</text>
    <g>
    <text x="0" y="34">eu-west-1</text>
    <rect class="fill active" x="120" y="25" width="412" height="12" rx="2"/>
    </g>
    <g>
    <text x="0" y="52">us-east-1</text>
    <rect class="fill active" x="120" y="43" width="412" height="12" rx="2"/>
    <rect class="gap" x="194.9" width="74.9" y="42" height="14"/>
    </g>
    </svg>
    "
  `);
});

const fortnight = { ...pageData(pageOf(['bob'])), firstDay: '2026-11-16', days: 8, watched: ['fg=='] };
const own = { activeDays: ['Bg=='], dates: [[[6, 0]] as const] };
const data = { ...fortnight, words: ['password last used'], users: { ...fortnight.users, ...own } };

it('the calendar of a user has a square for each active day, a ring for each of IAM’s dates, and the same in words', () => {
  expect(drawn(<UsersSection data={data} provider="IAM" />, /<svg class="calendar".*?<\/svg>/)).toMatchInlineSnapshot(`
    "
    <svg class="calendar" viewBox="0 0 56 102" role="img">
    <title>Calendar of the last year, a column a week; the text below says the same</title>
    <use href="#calendar-frame"/>
    <use class="watched" href="#watched-0"/>
    <path class="active" d="M32 30h10v10h-10zM32 42h10v10h-10z"/>
    <path class="dates" d="M34 95a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"/>
    </svg>
    "
  `);
  expect(
    drawn(<UsersSection data={data} provider="IAM" />, /<p><bdi data-text="calendar".*?<\/p>/),
  ).toMatchInlineSnapshot(`
    "
    <p>
    <bdi data-text="calendar">Active on 2 days, silent and watched on 4 days.</bdi> <span data-if="dates">IAM’s own dates: <bdi data-text="dates">password last used 2026-11-22</bdi>.</span>
    </p>
    "
  `);
});

it('all calendars share a frame of all days, and each set of watched days', () => {
  expect(drawn(<UsersSection data={data} provider="IAM" />, /<svg class="parts".*?<\/svg>/)).toMatchInlineSnapshot(`
    "
    <svg class="parts" aria-hidden="true" width="0" height="0">
    <defs>
    <g id="calendar-frame">
    <text class="label" x="0" y="27">Mon</text>
    <text class="label" x="0" y="51">Wed</text>
    <text class="label" x="0" y="75">Fri</text>
    <path class="unwatched" d="M32 18h10v10h-10zM32 30h10v10h-10zM32 42h10v10h-10zM32 54h10v10h-10zM32 66h10v10h-10zM32 78h10v10h-10zM32 90h10v10h-10zM44 18h10v10h-10z"/>
    </g>
    <path id="watched-0" d="M32 30h10v10h-10zM32 42h10v10h-10zM32 54h10v10h-10zM32 66h10v10h-10zM32 78h10v10h-10zM32 90h10v10h-10z"/>
    </defs>
    </svg>
    "
  `);
});
