import { expect, it } from 'vitest';
import { itemOfCampaignWrite } from '../../../domain/review/stored-campaign.ts';
import { type PageTable, readPage } from '../../../handlers/query/read-page.ts';
import { namesOf } from '../../../handlers/report/many-accounts.ts';
import { account, reviewId, user } from '../../domain/builders.ts';
import { campaign, keep, remove, review, says } from '../../domain/review/world.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { runAll } from '../history/history-scenario.ts';

/** The table, and the name of each request that it gets. */
function counted(table: PageTable) {
  const requests: string[] = [];
  const handler: ProxyHandler<PageTable> = {
    get(target, name) {
      requests.push(String(name));
      return Reflect.get(target, name);
    },
  };
  return { requests, table: new Proxy(table, handler) };
}

/** The items of a review with one answer of each kind, and of an item that another version wrote. */
function reviewItems() {
  const reviews = [
    review([says('bob', keep)]),
    review([says('bob', remove)], { userId: user('AIDABOB00000000000001') }),
    review([], { userId: user('AIDACARL0000000000001'), owner: '<i>ops' }),
  ];
  const items = reviews.map((each) => itemOfCampaignWrite({ kind: 'user-review', id: reviewId(), review: each }));
  const head = itemOfCampaignWrite({ kind: 'campaign', campaign: campaign() });
  const stored = [head, ...items].map(({ entry, attributes }) => ({ entry, ...attributes }));
  return { listed: stored.slice(0, 1), items: [...stored, { ...stored[1], format: 99 }] };
}

it('a page asks the table for everything of an account once', async () => {
  const { listed: campaigns, items } = reviewItems();
  const reviews = { listCampaigns: async () => campaigns, readCampaign: async () => items };
  const table = { ...memoryLastSeenTable(), ...reviews };
  await table.apply({ kind: 'account', accountId: account() });
  await runAll(table, [
    { day: 0, findings: { ann: 'active', ben: 'idle' } },
    { day: 1, findings: { ann: 'idle', ben: 'idle' } },
  ]);
  const seen = counted(table);
  const listed = [{ accountId: account(), name: 'Production', state: 'ACTIVE' as const }];
  const page = await readPage(seen.table, { accounts: undefined, nameOf: namesOf(listed), since: undefined });
  expect(seen.requests).toEqual(['accounts', 'readAccount', 'dailyCounts', 'listCampaigns', 'readCampaign', 'changes']);
  expect(page.accounts.map(({ accountName, days }) => [accountName, days.map(({ counts }) => counts.unused)])).toEqual([
    ['Production', [1, 2]],
  ]);
  const [{ review: state, missing } = { review: undefined, missing: [] }] = page.accounts;
  expect(state).toMatchObject({
    owners: { asked: 2, answered: 1, open: 1 },
    waitsFor: ['<i>ops'],
    counts: { users: 3, open: 1, keep: 1, remove: 1 },
  });
  expect(missing).toEqual([`account ${account()}: another version wrote 1 entries of reviews`]);
  expect(page.diff.changes.map(({ kinds, detail }) => [detail.userName, kinds[0]])).toEqual([['ann', 'became-unused']]);
  expect(page.users.map(({ report }) => report.accountName)).toEqual(['Production', 'Production']);
});
