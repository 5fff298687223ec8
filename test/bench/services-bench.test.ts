import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { benchServices } from './services-bench.ts';

it('a scan that was killed asks nobody again whose answer is kept, and no second has more than five calls', async () => {
  // The fourth GetUser follows the first answer by a call or more: that answer is in the table.
  const isKillTime = ({ calls }: { readonly calls: ReadonlyMap<string, number> }) => (calls.get('GetUser') ?? 0) >= 4;
  const figures = await benchServices({ dir: temporaryFolder(), users: 20, inQuestion: 2, isKillTime });
  expect(figures).toMatchObject({ begunBeforeKill: 2, answered: 2 });
  expect(figures.begunTwice).toBeLessThan(2);
  expect(figures.mostASecond).toBeLessThanOrEqual(5);
  expect(figures.said).toMatch(/^users? in question: about \d+ s$/);
}, 60_000);
