import type { Failure } from '../../domain/answer.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import type { ReadJson } from '../http/requests.ts';
import { customerOf } from './activities.ts';
import { readListPages } from './pages.ts';

const parameters = [
  'accounts:last_login_time',
  'gmail:last_access_time',
  'gmail:last_imap_time',
  'gmail:last_pop_time',
  'gmail:last_webmail_time',
  'gmail:last_interaction_time',
].join(',');

/**
 * The address of the first page of the report on a day, `2026-11-20`.
 * Source: https://developers.google.com/admin-sdk/reports/v1/guides/manage-usage-users
 */
export const usageUrl = (root: string, customer: string, day: string): string =>
  `${root}/admin/reports/v1/usage/users/all/dates/${day}?maxResults=1000&parameters=${parameters}${customerOf(customer)}`;

/** The report on the latest day that is ready, or why there is none; `failure` also says why it is incomplete. */
export interface UsageReport {
  readonly day: string | undefined;
  readonly pages: readonly JsonObject[];
  readonly failure: Failure | undefined;
}

/** A report is one to three days behind; one that is more than so many days behind is of no use. */
const daysBackMost = 8;

/** Reads the report on the latest day that is ready: a day that is not yet is refused. Never throws. */
export async function readUsageReport(
  read: ReadJson,
  root: string,
  customer: string,
  now: Instant,
): Promise<UsageReport> {
  let failure: Failure | undefined;
  for (let back = 1; back <= daysBackMost; back++) {
    const day = plusDays(now, -back).slice(0, 10);
    const pages: JsonObject[] = [];
    failure = await readListPages(read, usageUrl(root, customer, day), (page) => {
      const reports = page['usageReports'];
      const isReady = Array.isArray(reports) && reports.length > 0;
      if (isReady) pages.push(page);
      return isReady || pages.length > 0 ? undefined : notReady;
    });
    if (pages.length > 0) return { day, pages, failure };
    if (failure !== undefined && failure.kind !== 'refused') return { day: undefined, pages, failure };
  }
  return { day: undefined, pages: [], failure };
}

const notReady = 'the report is not ready';
