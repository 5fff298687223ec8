import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { readPages } from '../../../infra/http/pages.ts';
import type { ReadJson } from '../../../infra/http/requests.ts';

/** Reads a list of such pages, by their numbers from 1; answers why it is incomplete, and how many pages were taken. */
async function read(pageOf: (number: number) => JsonObject, pagesAtMost?: number) {
  let [asked, taken] = [0, 0];
  const ask: ReadJson = async (url) =>
    url === 'expired' ? failed({ kind: 'refused', why: '400' }) : answered(pageOf(++asked));
  const failure = await readPages(ask, 'page-0', {
    nextOf: ({ next }) => next,
    take: () => {
      taken++;
      return undefined;
    },
    ...(pagesAtMost !== undefined && { pagesAtMost }),
  });
  return { why: failure?.why, taken };
}

describe('a list of pages', () => {
  it('is whole where the last page names no other, also where pages in between hold nothing', async () => {
    const pages = [{ users: [1] }, { users: [] }, { users: [] }, { users: [2] }];
    const pageOf = (number: number) => ({ ...pages[number - 1], ...(number < 4 && { next: `page-${number}` }) });
    expect(await read(pageOf)).toEqual({ why: undefined, taken: 4 });
  });

  it.each<[string, (number: number) => JsonObject, string]>([
    ['leads back to a page that was read', () => ({ users: [], next: 'page-0' }), 'a link leads back'],
    ['leads to no address', (number) => ({ users: [number], next: { to: 'page' } }), 'a link leads back'],
    [
      'repeats a page under links that are new each time',
      (n) => ({ users: [{ id: 1 }], next: `page-${n}` }),
      'a page came twice',
    ],
    ['never ends', (number) => ({ users: [], next: `page-${number}` }), 'more than 5 pages follow one another'],
    ['has links that have ended', () => ({ users: [], next: 'expired' }), '400'],
  ])('is not whole where it %s, and its reading ends', async (_, pageOf, why) => {
    const ended = await read(pageOf, 5);
    expect(ended.why).toBe(why);
    expect(ended.taken).toBeLessThan(7);
  });
});
