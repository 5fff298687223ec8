import { failureWords } from '../failure.ts';

interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** The pages of a listing as far as they came, in order; `failure` says which one did not come and why. */
export interface Pages<T> {
  readonly pages: readonly T[];
  readonly failure: string | undefined;
}

/** Far beyond what IAM's quotas allow; a listing that long goes in circles. */
const mostPages = 100;

/** Asks for page after page until IAM says that there is no more, or one does not come. */
export async function readPages<T extends Page>(fetch: (marker: string | undefined) => Promise<T>): Promise<Pages<T>> {
  const pages: T[] = [];
  let marker: string | undefined;
  do {
    const failed = (why: string): Pages<T> => ({ pages, failure: `page ${pages.length + 1}: ${why}` });
    if (pages.length === mostPages) return failed('too many pages');
    try {
      const page = await fetch(marker);
      pages.push(page);
      if (page.IsTruncated === true && (page.Marker === undefined || page.Marker === marker))
        return failed('no marker');
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } catch (error) {
      return failed(failureWords(error));
    }
  } while (marker !== undefined);
  return { pages, failure: undefined };
}
