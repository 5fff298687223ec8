import { expect, test } from 'vitest';
import { benchDay } from './write-equivalents.ts';

// Ten users for the hundred of the benchmark: what all share, as the Region's proofs, weighs ten times as much here.
test('an hour of six calls, at random on three sandboxes, costs at most 1.2 writes', async () => {
  const { equivalentsPerActiveHour, use } = await benchDay({ users: 10, sandboxes: 3, moments: 'random' });
  expect(equivalentsPerActiveHour).toBeLessThanOrEqual(1.2);
  expect(use.writes).toBeGreaterThan(10 * 16);
});
