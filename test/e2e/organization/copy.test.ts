import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings, type SettingsVersion } from '../../../domain/accounts/account-settings.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { account, user } from '../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
const [id, other] = ['111122223333', '444455556666'];
const inventory = ['--credential-report', 'report.csv', '--report-made', now, '--now', now, '--format', 'json'];
const scanOf = (table: readonly string[], ...args: string[]) => runCli(dir, ['scan', ...inventory, ...table, ...args]);
const scan = (data: string, ...args: string[]) => scanOf(['--data', data], ...args);
const copy = (to = 'central') => runCli(dir, ['copy', '--from-data', 'own', '--data', to]);
const judged = ({ stdout }: { stdout: string }) => {
  const { users, accounts } = JSON.parse(stdout);
  return { users, accounts };
};

beforeAll(async () => {
  write(dir, 'report.csv', reportOf([{ user: 'ann', key: { created: daysAgo(700), used: daysAgo(200) } }], id));
  writeLog(dir, 'log.json.gz', [call('ann', daysAgo(3)), call('bob', daysAgo(40))]);
  const first = await scan('own', '--trail', 'log.json.gz');
  expect(first.stderr).toBe('');
  const table = await openEmbeddedTable(join(dir, 'own'), 'existing');
  await table.addSettings(account(id), settingsVersion(1, { thresholdDays: 30 }));
  await table.close();
});

it('brings what CloudTrail said and what people decided into the central table, once', async () => {
  expect((await copy()).stderr).toMatch(/^lastseen: account 111122223333: \d+ writes$/m);
  expect((await copy()).stderr).toContain('account 111122223333: all of it was there');
  expect(judged(await scan('central'))).toEqual(judged(await scan('own')));
  expect(judged(await scan('central')).users).toMatchObject([{ userName: 'ann', state: 'active' }]);
});

describe('between two tables of DynamoDB', () => {
  let dynamodb: EmbeddedDynamodb;
  beforeAll(async () => {
    dynamodb = await startEmbeddedDynamodb();
    for (const table of ['single', 'central']) await ensureTable(dynamodb.client, table);
  });
  afterAll(() => dynamodb.stop());
  const inTable = (name: string) => ['--table', name, '--endpoint', dynamodb.endpoint];

  it('leads to the same answer, and beside an account that is there already', async () => {
    write(dir, 'other.csv', reportOf([{ user: 'zoe', key: { created: daysAgo(700), used: daysAgo(1) } }], other));
    expect((await scanOf(inTable('single'), '--trail', 'log.json.gz')).stderr).toBe('');
    expect(
      (
        await runCli(dir, [
          'scan',
          '--credential-report',
          'other.csv',
          '--report-made',
          now,
          '--now',
          now,
          ...inTable('central'),
        ])
      ).code,
    ).toBe(0);
    const from = ['--from-table', 'single', '--from-endpoint', dynamodb.endpoint];
    const copied = await runCli(dir, ['copy', ...from, ...inTable('central')]);
    expect(copied.stderr).toMatch(/^lastseen: account 111122223333: \d+ writes$/m);
    const again = await runCli(dir, ['copy', ...from, ...inTable('central')]);
    expect(again.stderr).toContain('account 111122223333: all of it was there');
    const [single, central] = [judged(await scanOf(inTable('single'))), judged(await scanOf(inTable('central')))];
    expect(central.users).toEqual(single.users);
    expect(central.users).toMatchObject([{ userName: 'ann', state: 'active' }]);
    const listed = JSON.parse((await runCli(dir, ['list', '--format', 'json', ...inTable('central')])).stdout);
    expect(listed.accounts.map(({ accountId }: Record<string, string>) => accountId).sort()).toEqual([id, other]);
  });
});

describe('what would be lost', () => {
  const decide = async (data: string, ...versions: readonly SettingsVersion[]) => {
    const table = await openEmbeddedTable(join(dir, data), 'create');
    for (const version of versions) await table.addSettings(account(id), version);
    await table.close();
  };
  const ownersIn = async (data: string) => {
    const table = await openEmbeddedTable(join(dir, data), 'existing');
    const items = await table.readSettings(account(id));
    await table.close();
    return items.flatMap((item) => readSettings(item)?.settings.owner ?? []);
  };
  const [pay, web] = [settingsVersion(2, { owner: 'pay' }), settingsVersion(2, { owner: 'web' })];

  it('is no decision of the central table: where the two differ, the central one holds, and the copy says so', async () => {
    await decide('central', web);
    await decide('own', pay, settingsVersion(3, { owner: 'pay again' }));
    expect(await copy()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not copied: its settings: the other table has decisions of its own'),
    });
    expect(await ownersIn('central')).toEqual(['web']);
  });

  it('is no decision that an interrupted copy had no time for', async () => {
    await decide('half', settingsVersion(1, { thresholdDays: 30 }), pay);
    expect((await copy('half')).code).toBe(0);
    expect(await ownersIn('half')).toEqual(['pay', 'pay again']);
  });

  it('is named where a person keeps a user, or a brake is on', async () => {
    const table = await openEmbeddedTable(join(dir, 'own'), 'existing');
    const keep = { until: '2999-12-31', reason: 'robot', by: 'olive', at: now };
    await table.writeLifecycle(account(id), { kind: 'keep', userId: user(), keep });
    await table.writeLifecycle(account(id), { kind: 'brake', brake: { state: 'on', by: 'olive', at: now } });
    await table.close();
    const { code, stderr } = await copy('other');
    expect(code).toBe(2);
    expect(stderr).toContain(`account ${id}: not copied: 1 user whom somebody keeps\n`);
    expect(stderr).toContain(`account ${id}: not copied: a brake that is on\n`);
  });
});

it.each([
  [['copy', '--data', 'central'], 'give --from-table or --from-data'],
  [['copy', '--from-data', 'own', '--data', 'x', '--account', other], `--account ${other}: not in the table`],
  [['copy', '--from-data', 'own', '--data', 'x', '--from-profile', 'pay'], 'need --from-table beside them'],
  [['copy', '--from-data', 'own', '--data', 'own'], 'both are the same table'],
])('refuses %j in one line', async (args, line) => {
  const { code, stderr } = await runCli(dir, args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(line)]);
});
