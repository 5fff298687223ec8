import { monthOf } from '../../../../domain/time.ts';
import type { Assessment } from '../../../../domain/verdict/assessment.ts';
import { countAssessments } from '../../../../domain/verdict/counts.ts';
import { type State, states } from '../../../../domain/verdict/state.ts';
import { diffReport } from '../../../../handlers/report/diff-report.ts';
import type { PageReport } from '../../../../handlers/report/page-report.ts';
import { compareUsers, userReport } from '../../../../handlers/report/user-report.ts';
import { account, now, question, region } from '../../../domain/builders.ts';
import { assessed } from '../../../domain/verdict/assessed.ts';

const run = { asOf: now, thresholdDays: 90, coverage: { kind: 'whole' as const, regions: [region()] } };

const judged = (name: string, state: State, index: number) =>
  assessed(name, state, { idleDays: state === 'active' ? 1 : 91 + (index % 300), exempt: index % 7 === 1 });

/** An active user who is silent for longer than its rhythm explains. */
const quiet = (name: string): Assessment => ({
  ...assessed(name, 'active', { idleDays: 31 }),
  rhythm: { gaps: 212, longestGap: 9, quiet: true },
});

/**
 * A page about users of these names, in all states in turn; each with activity on two days of this month. Half of the
 * active ones are quiet.
 */
export function pageOf(names: readonly string[]): PageReport {
  const users = names.map((name, index) => {
    const state: State = states[index % states.length] ?? 'idle';
    const assessment = state === 'active' && index % 2 === 0 ? quiet(name) : judged(name, state, index);
    const watchedDays = ['2026-11-02', '2026-11-03', '2026-11-04'];
    return { report: userReport(assessment, run), assessment, days: new Map([[monthOf(now), 0b110]]), watchedDays };
  });
  const counts = countAssessments(users.map(({ assessment }) => assessment));
  const accountId = account();
  const day = { asOf: now, thresholdDays: question.thresholdDays, counts };
  return {
    accounts: [{ accountId, ...run, counts, days: [day], missing: [] }],
    unjudged: [],
    users: users.sort((a, b) => compareUsers(a.report, b.report)),
    counts,
    diff: diffReport([accountId]),
  };
}

/** What made the page, as an auditor would read it. */
export const provenance = { tool: 'lastseen', version: '1', command: ['report'], inputs: [] };
