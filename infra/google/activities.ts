import type { Failure } from '../../domain/answer.ts';
import type { UnreadSpan } from '../../domain/coverage/unread-spans.ts';
import type { ReadJson } from '../http/requests.ts';
import { readListPages } from './pages.ts';

/**
 * Google keeps activities of 180 days; the oldest day is never whole.
 * Source: https://support.google.com/a/answer/7061566
 */
export const keptDays = 179;

/** Google takes no greater page. */
const pageSize = 1000;

/**
 * The address of the first page of a part of an application's activities, latest first.
 * Source: https://developers.google.com/admin-sdk/reports/reference/rest/v1/activities/list
 */
export function activitiesUrl(
  root: string,
  customer: string,
  application: string,
  { from, until }: UnreadSpan,
  size = pageSize,
): string {
  const end = until === undefined ? '' : `&endTime=${until}`;
  return (
    `${root}/admin/reports/v1/activity/users/all/applications/${application}?maxResults=${size}` +
    `&startTime=${from}${end}${customerOf(customer)}`
  );
}

/** Reports are of the administrator's own customer unless another is named. */
export const customerOf = (customer: string): string =>
  customer === 'my_customer' ? '' : `&customerId=${encodeURIComponent(customer)}`;

/** Reads at most so many pages of a part. Answers why it is incomplete; undefined: it is whole. */
export function readActivities(
  read: ReadJson,
  first: string,
  pagesAtMost: number,
  take: (items: readonly unknown[]) => void,
): Promise<Failure | undefined> {
  let pages = 0;
  return readListPages(read, first, (page, isLast) => {
    const items = page['items'] ?? (page['kind'] === 'admin#reports#activities' ? [] : undefined);
    if (!Array.isArray(items)) return 'a page is no list of activities';
    take(items);
    return ++pages < pagesAtMost || isLast ? undefined : 'it is longer than one run reads';
  });
}
