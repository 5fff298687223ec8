/** The pages of IAM's listings. */

import { type Failure, failedAt } from '../../domain/answer.ts';
import { allOf } from './all-pages.ts';
import { failureOf } from './failure.ts';

interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** The pages of a listing that arrived, in order. `failure` says which page did not, and why. */
export interface Pages<T> {
  readonly pages: readonly T[];
  readonly failure: Failure | undefined;
}

/** Far more than IAM's quotas allow; a longer listing repeats itself without end. */
const mostPages = 100;

/**
 * Requests page after page until the last one. Throws what a request throws, and where a page says that more follow but
 * not where: the SDK's own paginators take such a page for the last one.
 */
export async function* pagesOf<T extends Page>(fetch: (marker: string | undefined) => Promise<T>): AsyncGenerator<T> {
  let marker: string | undefined;
  for (let read = 0; read < mostPages; read++) {
    const page = await fetch(marker);
    yield page;
    if (page.IsTruncated !== true) return;
    if (page.Marker === undefined || page.Marker === marker) throw new Error('no marker');
    marker = page.Marker;
  }
  throw new Error('too many pages');
}

/** All items of such a listing. Throws what `pagesOf` throws. */
export const allListed = <T extends Page, Item>(
  fetch: (marker: string | undefined) => Promise<T>,
  listOf: (page: T) => readonly Item[] | undefined,
): Promise<Item[]> => allOf(pagesOf(fetch), listOf);

/** Requests page after page until the last one, or until one fails. Never throws. */
export async function readPages<T extends Page>(fetch: (marker: string | undefined) => Promise<T>): Promise<Pages<T>> {
  const pages: T[] = [];
  try {
    for await (const page of pagesOf(fetch)) pages.push(page);
    return { pages, failure: undefined };
  } catch (error) {
    return { pages, failure: failedAt(`page ${pages.length + 1}`, failureOf(error)) };
  }
}
