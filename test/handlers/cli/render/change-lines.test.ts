import { expect, it } from 'vitest';
import { spanLines } from '../../../../handlers/cli/render/change-lines.ts';
import { account, daysAgo } from '../../../domain/builders.ts';

const spans = (number: number) =>
  Array.from({ length: number }, (_, at) => {
    const accountId = account(`${100_000_000_000 + at}`);
    const [since, asOf] = [daysAgo(9 - (at % 2)), daysAgo(1)];
    return { accountId, since, asOf, beginsAt: at === 0 ? since : daysAgo(40) };
  });
const unrecorded = [account('999999999999')];

it('the time that is compared is a line an account, and of many accounts one line, unless all are wanted', () => {
  expect(spanLines({ accounts: spans(2), unrecorded })).toEqual([
    `account 100000000000: since ${daysAgo(9)}, where its history begins, as of ${daysAgo(1)}`,
    `account 100000000001: since ${daysAgo(8)}, as of ${daysAgo(1)}`,
    'account 999999999999 has no history yet',
  ]);
  expect(spanLines({ accounts: spans(1000), unrecorded })).toEqual([
    `1,000 accounts: since ${daysAgo(9)} to ${daysAgo(8)}, as of ${daysAgo(1)}; the history of 1 account begins there`,
    'no history yet: 999999999999',
  ]);
  expect(spanLines({ accounts: spans(1000), unrecorded }, true)).toHaveLength(1001);
});
