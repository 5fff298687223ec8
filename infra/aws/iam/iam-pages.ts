import { type Failure, failedAt, unusable } from '../../../domain/answer.ts';
import { failureOf } from '../failure.ts';

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

/** Requests page after page until the last one, or until one fails. */
export async function readPages<T extends Page>(fetch: (marker: string | undefined) => Promise<T>): Promise<Pages<T>> {
  const pages: T[] = [];
  let marker: string | undefined;
  do {
    const endedBy = (failure: Failure): Pages<T> => ({ pages, failure: failedAt(`page ${pages.length + 1}`, failure) });
    if (pages.length === mostPages) return endedBy(unusable('too many pages'));
    try {
      const page = await fetch(marker);
      pages.push(page);
      if (page.IsTruncated === true && (page.Marker === undefined || page.Marker === marker))
        return endedBy(unusable('no marker'));
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } catch (error) {
      return endedBy(failureOf(error));
    }
  } while (marker !== undefined);
  return { pages, failure: undefined };
}
