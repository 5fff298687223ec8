import { createHash } from 'node:crypto';
import { type Failure, unusable } from '../../domain/answer.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ReadJson } from './requests.ts';

/** How a list is read page by page. */
export interface PageReader {
  /** The address of the page after this one; undefined: there is none. Anything but a text is no address. */
  readonly nextOf: (page: JsonObject) => unknown;
  /** Takes a page, or says why it cannot be used. */
  readonly take: (page: JsonObject) => string | undefined;
  /** A list of more pages has no end; default: 5,000. */
  readonly pagesAtMost?: number;
}

/** A list whose link has expired is begun anew this often. */
const restartsAtMost = 2;

/**
 * Follows a list from its first page. Answers why it is incomplete; undefined: it is whole. Where a link is refused,
 * as an expired one is, the list begins anew, and `take` gets pages once more. Never throws.
 */
export async function readPages(
  read: ReadJson,
  first: string,
  { nextOf, take, pagesAtMost = 5000 }: PageReader,
): Promise<Failure | undefined> {
  const [seen, contents] = [new Set<string>(), new Set<string>()];
  let restarts = 0;
  for (let url: unknown = first; url !== undefined; ) {
    if (typeof url !== 'string' || seen.has(url)) return unusable('a link leads back');
    if (seen.size >= pagesAtMost) return unusable(`more than ${pagesAtMost} pages follow one another`);
    seen.add(url);
    const page = await read(url);
    if (page.kind === 'failed') {
      if (page.failure.kind !== 'refused' || url === first || restarts++ === restartsAtMost) return page.failure;
      seen.clear();
      contents.clear();
      url = first;
      continue;
    }
    const content = contentOf(page.value);
    if (content !== '' && contents.has(content)) return unusable('a page came twice');
    contents.add(content);
    const problem = take(page.value);
    if (problem !== undefined) return unusable(problem);
    url = nextOf(page.value);
  }
  return undefined;
}

/** What a page holds, without its link, which may differ each time. A page that holds nothing is like no other. */
function contentOf(page: JsonObject): string {
  const lists = Object.values(page).filter((value) => Array.isArray(value) && value.length > 0);
  return lists.length === 0 ? '' : createHash('sha256').update(JSON.stringify(lists)).digest('hex');
}
