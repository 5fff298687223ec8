import { isJsonObject } from '../../domain/json.ts';

/** How services name the place where a listing goes on. */
const tokenNames = ['NextToken', 'nextToken', 'NextMarker', 'Marker'] as const;

/**
 * All items of a listing, page after page; an empty page may have a next one. Throws where a page does not come, or
 * where a page goes on where an earlier one did: such a listing has no end.
 */
export async function allOf<Page, T>(
  pages: AsyncIterable<Page>,
  listOf: (page: Page) => readonly T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  const tokens = new Set<unknown>();
  for await (const page of pages) {
    found.push(...(listOf(page) ?? []));
    const token = tokenOf(page);
    if (token !== undefined && tokens.has(token)) throw new Error('the list repeats itself, and has no end');
    tokens.add(token);
  }
  return found;
}

function tokenOf(page: unknown): unknown {
  const name = isJsonObject(page) ? tokenNames.find((each) => page[each]) : undefined;
  return name && isJsonObject(page) ? page[name] : undefined;
}
