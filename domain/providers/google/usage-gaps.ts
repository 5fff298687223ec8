/** What the usage reports know of a person's use, and what keeps them from proving its silence. */

import type { ListGap, MissingFact } from '../../inventory/iam-user.ts';
import { isFresh, type Question } from '../../question.ts';
import { daysBetween, earlierOf, type Instant, laterOf, plusDays } from '../../time.ts';
import { behindGap } from '../list-gaps.ts';
import { type ProvingParameter, provingParameters, reportedTo, type UsageRow } from './usage.ts';
import type { PersonRow } from './usage-join.ts';
import { beginning, type SilentSpan, silentSpan } from './usage-span.ts';

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

/** What the reports have of a person, and what the directory says of it. */
interface PersonUsage {
  readonly rows: readonly PersonRow[];
  readonly reportedDay: string | undefined;
  readonly createdAt: Instant | undefined;
  /** Its last login by the directory. */
  readonly lastLogin: Instant | undefined;
}

/** A report is one to three days behind; a report that is older than this is not the present state. */
const freshDays = 5;

/** What keeps the reports from proving silence over the window. */
export function usageGaps(person: PersonUsage, question: Question): MissingFact[] {
  const { rows, reportedDay, createdAt, lastLogin } = person;
  if (reportedDay === undefined) return [{ kind: 'source-not-read', source }];
  const madeAt = reportedTo({ day: reportedDay });
  if (daysBetween(madeAt, question.now) > freshDays) return [{ kind: 'list-stale', source, madeAt }];
  if (!rows.some(({ isCertain }) => isCertain))
    return isYounger(createdAt, madeAt, question) ? [] : [{ kind: 'not-listed', source }];
  const spans = provingParameters.map((parameter) => ({ parameter, span: silentSpan(parameter, rows) }));
  const from = laterOf(plusDays(question.now, -question.thresholdDays), createdAt ?? beginning);
  const gaps = spans.flatMap(({ parameter, span }) => spanGap(parameter, span, from, question));
  if (gaps.length > 0) return onceEach(gaps);
  const { app, login } = usedAt(rows, undefined);
  const provenTo = spans.flatMap(({ span }) => (span === undefined ? [] : [span.to])).reduce(earlierOf, madeAt);
  const hours = Math.ceil(daysBetween(provenTo, question.now) * 24);
  const since = [createdAt, lastLogin, app, login].reduce<Instant | undefined>(laterOf, undefined);
  return behindGap(source, since, { provenTo, hours }, question);
}

/** A user who is younger than the latest report cannot be in it, and is no case for silence while it is young. */
const isYounger = (createdAt: Instant | undefined, madeAt: Instant, question: Question): boolean =>
  createdAt !== undefined && createdAt > madeAt && isFresh(createdAt, question);

/** A report must reach back to the start of the window, or to the user's creation in it. */
function spanGap(
  parameter: ProvingParameter,
  span: SilentSpan | undefined,
  from: Instant,
  { now }: Question,
): ListGap[] {
  if (span === undefined) return [{ kind: 'field-not-listed', source, field: parameter }];
  if (daysBetween(span.to, now) > freshDays) return [{ kind: 'list-stale', source, madeAt: span.to }];
  return span.from > from ? [{ kind: 'recorded-since', source, since: span.from }] : [];
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
