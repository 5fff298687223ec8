import type { Failure } from '../../domain/answer.ts';
import type { UnreadSpan } from '../../domain/coverage/unread-spans.ts';
import type { Stream } from '../../domain/providers/entra/activity.ts';
import { nextLinkOf } from '../../domain/providers/entra/inventory.ts';
import { readPages } from '../http/pages.ts';
import type { ReadJson } from '../http/requests.ts';

/**
 * Graph keeps sign-ins of 30 days; the oldest day is never whole.
 * Source: https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention
 */
export const keptDays = 29;

/** Microsoft takes no greater page of the log. */
const pageSize = 1000;

/** Only the beta version of Graph has the sign-ins of clients in a user's name. */
const versions: { readonly [stream in Stream]: string } = { interactive: 'v1.0', 'non-interactive': 'beta' };

const logUrl = (root: string, stream: Stream): string => `${root}/${versions[stream]}/auditLogs/signIns`;

/**
 * Where the first page of a part of a stream is; latest first.
 * Source: https://learn.microsoft.com/graph/api/signin-list
 */
function signInsUrl(root: string, stream: Stream, { from, until }: UnreadSpan): string {
  const filters = [
    `createdDateTime ge ${from}`,
    ...(until === undefined ? [] : [`createdDateTime lt ${until}`]),
    ...(stream === 'interactive' ? [] : ["signInEventTypes/any(t: t eq 'nonInteractiveUser')"]),
  ];
  return `${logUrl(root, stream)}?$top=${pageSize}&$filter=${encodeURIComponent(filters.join(' and '))}`;
}

/** One record by its id. The beta version has those of both streams. */
export const signInUrl = (root: string, stream: Stream, id: string): string =>
  `${logUrl(root, stream)}/${encodeURIComponent(id)}`;

/** Reads a part of a stream, at most so many pages of it. Answers why it is incomplete; undefined: it is whole. */
export function readSignInLog(
  graph: ReadJson,
  root: string,
  stream: Stream,
  span: UnreadSpan,
  pagesAtMost: number,
  take: (records: readonly unknown[]) => void,
): Promise<Failure | undefined> {
  let pages = 0;
  return readPages(graph, signInsUrl(root, stream, span), {
    nextOf: nextLinkOf,
    take: (page) => {
      const { value } = page;
      if (!Array.isArray(value)) return 'a page is no sign-in log';
      take(value);
      return ++pages < pagesAtMost || nextLinkOf(page) === undefined ? undefined : 'it is longer than one run reads';
    },
  });
}
