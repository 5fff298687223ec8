import { expect, test } from 'vitest';
import { shrinkageOf } from '../../../domain/reconcile/inventory-guard.ts';
import { emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import { account, daysAgo } from '../builders.ts';
import { assessed, byEntry } from '../verdict/assessed.ts';

const withRun = (users: number): StoredAccount => ({
  ...emptyAccount(account()),
  run: { asOf: daysAgo(1), thresholdDays: 90, users, coverage: { kind: 'none' } },
});

test.each([
  [10, 5, false],
  [10, 4, true],
  [11, 5, true],
  [3, 1, true],
  [3, 2, false],
  [2, 0, false],
  [0, 0, false],
])('from %i users to %i shrinks too much: %s', (from, to, isTooMuch) => {
  expect(shrinkageOf(withRun(from), to)).toEqual(isTooMuch ? { from, to } : undefined);
});

test('before the first whole run the users that were judged count', () => {
  const stored = {
    ...emptyAccount(account()),
    assessments: byEntry(...['a', 'b', 'c'].map((name) => assessed(name, 'idle'))),
  };
  expect(shrinkageOf(stored, 1)).toEqual({ from: 3, to: 1 });
});
