import type { Failure } from '../../domain/answer.ts';
import type { JsonObject } from '../../domain/json.ts';
import { readPages } from '../http/pages.ts';
import type { ReadJson } from '../http/requests.ts';

/**
 * Reads a list of Google's page by page, each page by the token of the one before. Answers why it is incomplete;
 * undefined: it is whole.
 */
export function readListPages(
  read: ReadJson,
  first: string,
  take: (page: JsonObject, isLast: boolean) => string | undefined,
): Promise<Failure | undefined> {
  return readPages(read, first, {
    nextOf: (page) => nextOf(first, page),
    take: (page) => take(page, nextOf(first, page) === undefined),
  });
}

/** A token that is no text still says that a page follows. */
function nextOf(first: string, { nextPageToken: token }: JsonObject): unknown {
  if (token === undefined || token === null || token === '') return undefined;
  return typeof token === 'string' ? `${first}&pageToken=${encodeURIComponent(token)}` : token;
}
