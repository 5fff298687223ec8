import { expect, it } from 'vitest';
import { readPage } from '../../../handlers/query/read-page.ts';
import { namesOf } from '../../../handlers/report/many-accounts.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { account } from '../../domain/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { runAll } from '../history/history-scenario.ts';

/** The table, and the name of each request that it gets. */
function counted(table: LastSeenTable) {
  const requests: string[] = [];
  const handler: ProxyHandler<LastSeenTable> = {
    get(target, name) {
      requests.push(String(name));
      return Reflect.get(target, name);
    },
  };
  return { requests, table: new Proxy(table, handler) };
}

it('a page asks the table for everything of an account once', async () => {
  const table = memoryLastSeenTable();
  await table.apply({ kind: 'account', accountId: account() });
  await runAll(table, [
    { day: 0, findings: { ann: 'active', ben: 'idle' } },
    { day: 1, findings: { ann: 'idle', ben: 'idle' } },
  ]);
  const seen = counted(table);
  const listed = [{ accountId: account(), name: 'Production', state: 'ACTIVE' as const }];
  const page = await readPage(seen.table, { accounts: undefined, nameOf: namesOf(listed), since: undefined });
  expect(seen.requests).toEqual(['accounts', 'readAccount', 'dailyCounts', 'changes']);
  expect(page.accounts.map(({ accountName, days }) => [accountName, days.map(({ counts }) => counts.unused)])).toEqual([
    ['Production', [1, 2]],
  ]);
  expect(page.diff.changes.map(({ kinds, detail }) => [detail.userName, kinds[0]])).toEqual([['ann', 'became-unused']]);
  expect(page.users.map(({ report }) => report.accountName)).toEqual(['Production', 'Production']);
});
