/** How far the usage reports of a person prove that it did not use a service. */

import { daysBetween, type Instant, plusDays } from '../../time.ts';
import { mailDays, type ProvingParameter, reportedTo } from './usage.ts';
import type { PersonRow } from './usage-join.ts';

/** From when to when a person did not use a service, as the reports have it. */
export interface SilentSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** What is known of all time is known since then. */
export const beginning = '1970-01-01T00:00:00Z' as Instant;

/**
 * The unbroken span up to the latest report in which a service was not used, apart from the very time that is named. A
 * report knows of 30 days of mail: a longer span takes several reports. Undefined where no report says anything.
 */
export function silentSpan(parameter: ProvingParameter, rows: readonly PersonRow[]): SilentSpan | undefined {
  const spans = rows.flatMap((row) => spanOf(parameter, row) ?? []).sort((a, b) => daysBetween(a.to, b.to));
  const [latest, ...earlier] = spans;
  if (latest === undefined) return undefined;
  let { from } = latest;
  for (const span of earlier) if (span.to >= from && span.from < from) from = span.from;
  return { from, to: latest.to };
}

function spanOf(parameter: ProvingParameter, row: PersonRow): SilentSpan | undefined {
  if (!row.isCertain) return undefined;
  const to = reportedTo(row);
  const isMail = parameter.startsWith('gmail:');
  if (isMail && row.hasMail === false) return { from: plusDays(to, -mailDays), to };
  const time = row.times.get(parameter);
  if (time === undefined || time.kind === 'unreadable') return undefined;
  if (time.kind === 'at') return { from: time.at < to ? time.at : to, to };
  return { from: isMail ? plusDays(to, -mailDays) : beginning, to };
}
