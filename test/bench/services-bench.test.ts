import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { benchServices } from './services-bench.ts';

it('a scan that was killed asks nobody again whose answer is kept, and no second has more than five calls', async () => {
  // The sixth GetUser would end the last user; two calls before, the first user's answer went into the table.
  const isKillTime = ({ calls }: { readonly calls: ReadonlyMap<string, number> }) => (calls.get('GetUser') ?? 0) >= 6;
  const figures = await benchServices({ dir: temporaryFolder(), users: 20, inQuestion: 3, isKillTime });
  expect(figures).toMatchObject({ begunBeforeKill: 3, answered: 3 });
  expect(figures.begunTwice).toBeLessThan(3);
  expect(figures.mostASecond).toBeLessThanOrEqual(5);
  expect(figures.said).toMatch(/^users? in question: about \d+ s$/);
}, 60_000);
