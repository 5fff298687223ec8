import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { account } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
const id = '111122223333';
const scan = (data: string, ...args: string[]) =>
  runCli(dir, [
    'scan',
    '--credential-report',
    'report.csv',
    '--report-made',
    now,
    '--now',
    now,
    '--data',
    data,
    '--format',
    'json',
    ...args,
  ]);
const copy = (...args: string[]) => runCli(dir, ['copy', '--from-data', 'own', '--data', 'central', ...args]);
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

it.each([
  [['copy', '--data', 'central'], 'give --from-table or --from-data'],
  [['copy', '--from-data', 'own', '--data', 'own'], 'both are the same table'],
])('refuses %j in one line', async (args, line) => {
  const { code, stderr } = await runCli(dir, args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(line)]);
});
