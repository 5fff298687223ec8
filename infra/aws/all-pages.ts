/** All items of a listing, page after page. Throws where a page does not come. */
export async function allOf<Page, T>(
  pages: AsyncIterable<Page>,
  listOf: (page: Page) => readonly T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(listOf(page) ?? []));
  return found;
}
