import { changeDetail } from '../../../../domain/history/change-detail.ts';
import type { ChangeRecord } from '../../../../domain/history/change-record.ts';
import { recordedStateOf } from '../../../../domain/history/recorded-state.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import { reviewState } from '../../../../domain/review/review-state.ts';
import { servicesFrom } from '../../../../domain/services/services-accessed.ts';
import { assessmentEntry } from '../../../../domain/sightings/entry.ts';
import { monthOf } from '../../../../domain/time.ts';
import { type Assessment, assess } from '../../../../domain/verdict/assessment.ts';
import { countAssessments } from '../../../../domain/verdict/counts.ts';
import { type State, states } from '../../../../domain/verdict/state.ts';
import { diffReport } from '../../../../handlers/report/diff-report.ts';
import { forecastReport } from '../../../../handlers/report/forecast-report.ts';
import { type PageReport, pageWeeks } from '../../../../handlers/report/page-report.ts';
import { compareUsers, userReport } from '../../../../handlers/report/user-report.ts';
import {
  accessKey,
  account,
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  now,
  password,
  region,
  sighting,
} from '../../../domain/builders.ts';
import { campaign, review } from '../../../domain/review/world.ts';
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
  return pageAbout(
    names.map((name, index) => {
      const state: State = states[index % states.length] ?? 'idle';
      return state === 'active' && index % 2 === 0 ? quiet(name) : judged(name, state, index);
    }),
  );
}

/** A page on which everything that strangers can write says each of these texts: one account and one user a text. */
export function strangersPage(texts: readonly string[]): PageReport {
  const users = texts.map((text, index) => stranger(text, account(`${111_111_111_111 + index}`)));
  const page = pageAbout(users);
  const names = page.accounts.map((each, index) => {
    const asked = texts[index] ?? '';
    return { ...each, accountName: asked, review: reviewState(campaign(), [review([], { owner: asked })]) };
  });
  return { ...page, accounts: names, diff: { ...diffOf(users), missing: [...texts] }, unjudged: [] };
}

function stranger(text: string, accountId: AccountId): Assessment {
  const user = iamUser({
    accountId,
    userName: text,
    arn: `arn:aws:iam::${accountId}:user/${text}`,
    tags: ['owner', text].map((key) => ({ key, value: text })),
    groups: [text],
    credentials: [password(), accessKey({ id: text, lastUse: { kind: 'at', at: daysAgo(150) } })],
  });
  const said = { userAgent: text, region: text, eventName: text, eventSource: text, sourceAddress: text };
  const seen = lastSeen(sighting({ at: daysAgo(120), ...said, errorCode: text, eventId: text, userName: text }));
  const exemption = { by: `tag ${text}`, until: undefined, reason: text, ended: false };
  const attempts = [{ service: text, at: daysAgo(130), region: undefined }];
  const services = servicesFrom(now, attempts, new Set([text, `unused ${text}`]));
  return assess(facts({ user, lastSeen: seen, exemption, services }), { now, thresholdDays: 90 });
}

/** A page about these verdicts. */
export function pageAbout(assessments: readonly Assessment[]): PageReport {
  const ids = [...new Set(assessments.map(({ user }) => user.accountId))];
  const users = assessments
    .map((assessment) => ({
      report: userReport(assessment, run),
      assessment,
      days: new Map([[monthOf(now), 0b110]]),
      watchedDays: ['2026-11-02', '2026-11-03', '2026-11-04'],
    }))
    .sort((a, b) => compareUsers(a.report, b.report));
  const reports = users.map(({ report }) => report);
  return {
    accounts: ids.map((accountId) => {
      const counts = countAssessments(assessments.filter(({ user }) => user.accountId === accountId));
      return { accountId, ...run, counts, days: [{ asOf: now, thresholdDays: 90, counts }], missing: [] };
    }),
    unjudged: [],
    users,
    counts: countAssessments(assessments),
    diff: diffReport(ids),
    forecast: forecastReport(reports, [], pageWeeks * 7 - 1),
  };
}

/** Each of these users is new since yesterday. */
function diffOf(assessments: readonly Assessment[]) {
  return diffReport(
    assessments.map((verdict) => {
      const { accountId } = verdict.user;
      const after = recordedStateOf(verdict, undefined);
      const sides = { before: undefined, after, verdictBefore: undefined, runBefore: undefined, verdict };
      const detail = changeDetail(sides, { ...run, accountId, idPrefix: 'run', isFirst: false });
      const changes: ChangeRecord[] =
        detail === undefined ? [] : [{ at: now, user: assessmentEntry(verdict.user), detail }];
      const latest = { asOf: now, thresholdDays: 90, counts: countAssessments([verdict]) };
      const since = daysAgo(1);
      return { accountId, beginsAt: since, since, latest, before: undefined, changes, unreadable: 0 };
    }),
  );
}

/** What made the page, as an auditor would read it. */
export const provenance = { tool: 'lastseen', version: '1', command: ['report'], inputs: [] };
