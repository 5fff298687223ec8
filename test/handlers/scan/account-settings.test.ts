import { expect, test } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import type { StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import type { RawSettings } from '../../../domain/settings/settings.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { account } from '../../domain/builders.ts';
import { daysAgo, now, reportOf, write } from '../../e2e/inputs.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { scanFiles } from './scan-files.ts';

const dir = temporaryFolder();
const key = (days: number) => ({ created: daysAgo(700), used: daysAgo(days) });
const rows = [
  { user: 'ann', key: key(50) },
  { user: 'svc-ben', key: key(50) },
  { user: 'cai', key: key(1) },
];
const report = write(dir, 'report.csv', reportOf(rows, account()));

/** A scan over a table with these settings of the account. */
function scanWith(settings: StoredSettings | undefined, raw: RawSettings = {}) {
  const table = memoryLastSeenTable();
  const readAccount = async (accountId: Parameters<typeof table.readAccount>[0]) => {
    return { ...(await table.readAccount(accountId)), settings };
  };
  return scanFiles({ ...table, readAccount }, { report }, { reportMade: now, ...raw });
}

const kept = (settings: AccountSettings): StoredSettings => ({ kind: 'set', latest: settingsVersion(1, settings) });
const told = (settings: AccountSettings): RawSettings => ({ ofAccounts: new Map([[account(), settings]]) });
const today = now.slice(0, 10);

test('a scan judges an account by its stored threshold and exemptions, and says which threshold that was', async () => {
  const answer = await scanWith(kept({ thresholdDays: 45, exemptions: [{ pattern: 'svc-*', end: today }] }));
  expect(answer.counts).toMatchObject({ unused: 2, unusedNotExempt: 1, active: 1 });
  expect(answer).toMatchObject({ thresholdDays: 90, accounts: [{ thresholdDays: 45 }], exemptionsEnded: [] });
});

test('a threshold that somebody gave for the run wins over the stored one, and the file says the last word', async () => {
  const threshold = '60';
  const byRun = await scanWith(kept({ thresholdDays: 45 }), { threshold });
  expect(byRun.counts).toMatchObject({ unused: 0, active: 3 });
  expect(byRun.accounts[0]).not.toHaveProperty('thresholdDays');
  const byFile = await scanWith(kept({ thresholdDays: 45 }), { threshold, ...told({ thresholdDays: 30 }) });
  expect(byFile.accounts).toMatchObject([{ thresholdDays: 30, users: 3 }]);
  expect(byFile.counts.unused).toBe(2);
});

test('a skipped account is not judged and says until when and why; nothing is missing from the answer', async () => {
  const answer = await scanWith(kept({ skip: { reason: 'closing', end: today } }));
  expect(answer).toMatchObject({ accounts: [{ judged: false, users: 0 }], users: [], missing: [] });
  expect(answer.notJudged).toMatchObject([{ why: `account ${account()}: skipped until ${today}: closing` }]);
});

test('an ended skip or exemption no longer holds and is told', async () => {
  const exemptions = [{ pattern: 'ann', end: '2020-01-31' }];
  const answer = await scanWith(kept({ skip: { reason: 'closing', end: '2020-01-31' }, exemptions }));
  expect(answer.counts.users).toBe(3);
  expect(answer.notes).toEqual([expect.stringContaining('ended on 2020-01-31 and no longer holds (closing)')]);
  expect(answer.exemptionsEnded).toEqual([{ by: 'name ann', until: '2020-01-31' }]);
});

test('settings of a later version judge nobody and are missing from the answer', async () => {
  const answer = await scanWith({ kind: 'unreadable', entry: settingsEntry(2) });
  expect(answer).toMatchObject({
    accounts: [{ judged: false }],
    missing: [expect.stringContaining('settings#000002')],
  });
});

test('without settings the answer is about one account, as ever', async () => {
  const answer = await scanWith(undefined);
  expect(answer.counts.active).toBe(3);
  expect(answer).not.toHaveProperty('notJudged');
});
