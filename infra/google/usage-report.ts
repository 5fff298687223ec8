import { type Failure, failedAt } from '../../domain/answer.ts';
import { readUsagePage, reportDays, type UsageRow, usageParameters } from '../../domain/providers/google/usage.ts';
import type { Question } from '../../domain/question.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import type { ReadJson } from '../http/requests.ts';
import { customerOf } from './activities.ts';
import { readListPages } from './pages.ts';

/**
 * The address of the first page of the report on a day, `2026-11-20`.
 * Source: https://developers.google.com/admin-sdk/reports/v1/guides/manage-usage-users
 */
const usageUrl = (root: string, customer: string, day: string): string =>
  `${root}/admin/reports/v1/usage/users/all/dates/${day}?maxResults=1000` +
  `&parameters=${usageParameters.join(',')}${customerOf(customer)}`;

/** The rows of the reports that together reach over the window. `failure` says why they are incomplete. */
export interface UsageReports {
  readonly rows: readonly UsageRow[];
  readonly malformed: readonly string[];
  readonly failure: Failure | undefined;
}

/** A report is one to three days behind; one that is more than so many days behind is of no use. */
const daysBackMost = 8;

/** Reads the report on the latest day that is ready, and those before it that reach over the window. Never throws. */
export async function readUsageReports(
  read: ReadJson,
  root: string,
  customer: string,
  question: Question,
): Promise<UsageReports> {
  const newest = await newestReport(read, root, customer, question.now);
  if (newest.day === undefined || newest.failure !== undefined) return newest;
  const reports: UsageReports[] = [newest];
  for (const day of reportDays(newest.day, question).slice(1)) {
    const report = await readReport(read, root, customer, day);
    reports.push(report);
    if (report.failure !== undefined) break;
  }
  return {
    rows: reports.flatMap(({ rows }) => rows),
    malformed: reports.flatMap(({ malformed }) => malformed),
    failure: reports.at(-1)?.failure,
  };
}

/** The report on the latest day that is ready. A day that is not is refused, is empty, or has a warning. */
export async function newestReport(
  read: ReadJson,
  root: string,
  customer: string,
  now: Instant,
): Promise<UsageReports & { readonly day: string | undefined }> {
  let last: UsageReports = { rows: [], malformed: [], failure: undefined };
  for (let back = 1; back <= daysBackMost; back++) {
    const day = plusDays(now, -back).slice(0, 10);
    last = await readReport(read, root, customer, day);
    if (last.failure === undefined) return { ...last, day };
    if (last.failure.kind !== 'refused') break;
  }
  return { ...last, day: undefined };
}

async function readReport(read: ReadJson, root: string, customer: string, day: string): Promise<UsageReports> {
  const rows: UsageRow[] = [];
  const malformed: string[] = [];
  const failure = await readListPages(read, usageUrl(root, customer, day), (page, isLast) => {
    const listing = readUsagePage(page);
    if (listing === undefined) return 'a page is no usage report';
    const [warning] = listing.warnings;
    if (warning !== undefined) return `Google warns: ${warning}`;
    rows.push(...listing.rows.filter((row) => row.day === day));
    malformed.push(...listing.malformed.map((problem) => `usage report on ${day}: ${problem}`));
    return isLast && rows.length === 0 ? 'it names nobody' : undefined;
  });
  return { rows, malformed, failure: failure && failedAt(`the report on ${day}`, failure) };
}
