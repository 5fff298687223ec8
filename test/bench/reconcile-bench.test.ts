import { expect, test } from 'vitest';
import { benchReconcile } from './reconcile-bench.ts';

test('the bench counts what both ways ask: ours by pages, the script by users', async () => {
  const [few, more] = await benchReconcile([10, 110]);
  expect(few).toMatchObject({ users: 10, reconcile: { iamCalls: 8 }, perUserScript: { iamCalls: 21 } });
  expect(more).toMatchObject({ users: 110, reconcile: { iamCalls: 8 }, perUserScript: { iamCalls: 222 } });
});
