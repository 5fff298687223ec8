import type { JsonObject } from '../../../domain/json.ts';
import { objectAt } from '../../../domain/json.ts';

/** A page, or the reason of a refusal. */
export type Answered =
  | { readonly kind: 'page'; readonly page: JsonObject }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): Answered => ({ kind: 'refused', reason });

/** Pages of a list by a token that is the place where the next page begins. */
function pageOf(url: URL, list: readonly JsonObject[], key: string, kind: string, pageSize: number): Answered {
  const size = Number(url.searchParams.get('maxResults') ?? 1000);
  if (!(size > 0 && size <= 1000)) return refused('badRequest');
  const start = Number(url.searchParams.get('pageToken') ?? 0);
  const end = start + Math.min(size, pageSize);
  const items = list.slice(start, end);
  const next = end < list.length ? { nextPageToken: `${end}` } : {};
  return { kind: 'page', page: { kind, ...(items.length > 0 && { [key]: items }), ...next } };
}

const known =
  /^(?:accounts:last_login_time|gmail:(?:last_(?:imap|pop|webmail|interaction)_time|is_gmail_enabled)|drive:last_active_usage_time)$/;

/** A page of the usage report of a day; a day that is not ready is refused, as is a parameter that nobody knows. */
export function usagePage(
  url: URL,
  reportOf: (day: string) => readonly JsonObject[] | undefined,
  pageSize: number,
): Answered {
  const reports = reportOf(url.pathname.split('/').at(-1) ?? '');
  const parameters = (url.searchParams.get('parameters') ?? '').split(',');
  if (reports === undefined || !parameters.every((name) => known.test(name))) return refused('invalid');
  return pageOf(url, reports, 'usageReports', 'admin#reports#usageReports', pageSize);
}

const dayMs = 86_400_000;
const timeOf = (activity: JsonObject): string => `${objectAt(activity, 'id')?.['time']}`;

/** A page of an application's activities, latest first; 180 days are kept, and an earlier start is refused. */
export function activityPage(
  url: URL,
  byApplication: ReadonlyMap<string, readonly JsonObject[]>,
  nowMs: number,
  pageSize: number,
): Answered {
  const application = url.pathname.split('/').at(-1) ?? '';
  const start = url.searchParams.get('startTime') ?? '';
  const end = url.searchParams.get('endTime') ?? '9';
  if (!['login', 'token', 'saml'].includes(application)) return refused('badRequest');
  if (!(Date.parse(start) > nowMs - 181 * dayMs)) return refused('invalid');
  const found = (byApplication.get(application) ?? [])
    .filter((activity) => timeOf(activity) >= start && timeOf(activity) < end)
    .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return pageOf(url, found, 'items', 'admin#reports#activities', pageSize);
}
