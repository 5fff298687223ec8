/** What the usage reports know of a person's use, and what keeps them from proving its silence. */

import type { ListGap, MissingFact } from '../../inventory/iam-user.ts';
import type { Question } from '../../question.ts';
import { daysBetween, earlierOf, type Instant, laterOf, plusDays } from '../../time.ts';
import { behindGap } from '../list-gaps.ts';
import { type ProvingParameter, provingParameters, reportedTo, type UsageRow } from './usage.ts';
import type { PersonRow } from './usage-join.ts';
import { type SilentSpan, silentSpan } from './usage-span.ts';

const source = 'google-usage-report';

/** The latest use that the reports name. */
export interface ReportedUse {
  readonly login: Instant | undefined;
  /** Of mail and other services, by whatever has stayed signed in. */
  readonly app: Instant | undefined;
  /** Whether each proving time of mail stands in a report. */
  readonly isWhole: boolean;
}

const isLogin = (parameter: string): boolean => parameter.startsWith('accounts:');

/** A time from before the user's creation is of somebody who had its address. */
export function usedAt(rows: readonly PersonRow[], createdAt: Instant | undefined): ReportedUse {
  const times = rows.flatMap(({ times: each }) =>
    [...each].flatMap(([parameter, time]) => (time.kind === 'at' ? [{ parameter, at: time.at }] : [])),
  );
  const own = times.filter(({ at }) => createdAt === undefined || at >= createdAt);
  const latest = (found: readonly { readonly at: Instant }[]) =>
    found.map(({ at }) => at).reduce<Instant | undefined>(laterOf, undefined);
  return {
    login: latest(own.filter(({ parameter }) => isLogin(parameter))),
    app: latest(own.filter(({ parameter }) => !isLogin(parameter))),
    isWhole: provingParameters.every((parameter) => isLogin(parameter) || silentSpan(parameter, rows) !== undefined),
  };
}

/** What the reports have of a person, and since when it is silent by the directory. */
interface PersonUsage {
  readonly rows: readonly PersonRow[];
  readonly reportedDay: string | undefined;
  readonly since: Instant | undefined;
}

/** A report is one to three days behind; a report that is older than this is not the present state. */
const freshDays = 5;

/** What keeps the reports from proving silence over the window. */
export function usageGaps({ rows, reportedDay, since }: PersonUsage, question: Question): MissingFact[] {
  if (reportedDay === undefined) return [{ kind: 'source-not-read', source }];
  const madeAt = reportedTo({ day: reportedDay });
  if (daysBetween(madeAt, question.now) > freshDays) return [{ kind: 'list-stale', source, madeAt }];
  if (!rows.some(({ isCertain }) => isCertain)) return [{ kind: 'not-listed', source }];
  const spans = provingParameters.map((parameter) => ({ parameter, span: silentSpan(parameter, rows) }));
  const gaps = spans.flatMap(({ parameter, span }) => spanGap(parameter, span, question));
  if (gaps.length > 0) return onceEach(gaps);
  const { app, login } = usedAt(rows, undefined);
  const provenTo = spans.flatMap(({ span }) => (span === undefined ? [] : [span.to])).reduce(earlierOf, madeAt);
  const hours = Math.ceil(daysBetween(provenTo, question.now) * 24);
  return behindGap(source, laterOf(since, laterOf(app, login)), { provenTo, hours }, question);
}

function spanGap(parameter: ProvingParameter, span: SilentSpan | undefined, question: Question): ListGap[] {
  const { now, thresholdDays } = question;
  if (span === undefined) return [{ kind: 'field-not-listed', source, field: parameter }];
  if (daysBetween(span.to, now) > freshDays) return [{ kind: 'list-stale', source, madeAt: span.to }];
  return span.from > plusDays(now, -thresholdDays) ? [{ kind: 'recorded-since', source, since: span.from }] : [];
}

/** The same gap of several parameters is said once. */
const onceEach = (gaps: readonly ListGap[]): ListGap[] => [
  ...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values(),
];

/** The parameters whose value in some report cannot be read: it hides a time. */
export const unreadableUse = (rows: readonly UsageRow[]): string[] => [
  ...new Set(
    rows.flatMap(({ times }) => [...times].flatMap(([name, { kind }]) => (kind === 'unreadable' ? [name] : []))),
  ),
];
