import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { call, daysAgo, detailsOf, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const everyDay = (user: string, from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => call(user, daysAgo(from - index)));
const trail = writeLog(join(dir, 'trail'), 'log.json', [
  ...everyDay('daily', 150, 0),
  ...everyDay('quiet', 150, 31),
  ...[150, 120, 90, 60, 30].map((day) => call('monthly', daysAgo(day))),
  ...everyDay('fresh', 150, 31),
]);
const report = write(
  dir,
  'report.csv',
  reportOf([
    { user: 'daily' },
    { user: 'quiet' },
    { user: 'monthly' },
    { user: 'fresh', key: { created: daysAgo(700), used: daysAgo(3) } },
  ]),
);
const users = ['daily', 'quiet', 'monthly', 'fresh'].map((user) => {
  return { user, id: `AIDA${user.toUpperCase()}00000001`, created: daysAgo(800) };
});
const details = write(dir, 'details.json', detailsOf(users));
const words = 'silent 31 days; the longest of 119 gaps in the last 400 days was 1';
const inputs = ['--trail', trail, '--credential-report', report, '--authorization-details', details, '--now', now];
const run = async (...args: string[]) => (await runCli(dir, args)).stdout;
const json = async (...args: string[]) => JSON.parse(await run(...args, '--format', 'json'));

let scanned: { users: { userName: string; state: string; rhythm: unknown }[]; forecast: unknown };
beforeAll(async () => {
  scanned = await json('scan', ...inputs);
});

it('a scan has the rhythm of who was seen often enough, and the state stays as it is', () => {
  expect(faultsOf(scanned)).toEqual([]);
  const byName = new Map(scanned.users.map((user) => [user.userName, user]));
  expect(byName.get('quiet')).toMatchObject({
    state: 'active',
    rhythm: {
      ...{ quiet: true, since: daysAgo(31), silentDays: 31, gaps: 119, longestGapDays: 1, limitDays: 28 },
      words,
    },
  });
  expect(byName.get('daily')?.rhythm).toMatchObject({ quiet: false, silentDays: 0 });
  expect(byName.get('fresh')?.rhythm).toMatchObject({ quiet: false, silentDays: 3, longestGapDays: 28 });
  expect(byName.get('monthly')?.rhythm).toBeNull();
});

it('a scan and a list have the weeks ahead and the silences of the account', async () => {
  const forecast = {
    weeks: [0, 0, 0, 0].map((crossing, index) => ({ week: index + 1, crossing })),
    silences: [
      {
        ...{ accountId: '111122223333', fromDays: 30, thresholdDays: 90, reached: 6, wentOn: 0, open: 2, share: null },
        words: 'of 6 silences here that reached 30 days, 0 went on to 90, 2 still go on',
      },
    ],
  };
  expect(scanned.forecast).toMatchObject(forecast);
  expect((await json('list', '--limit', '1', '--soon', '14')).forecast).toMatchObject(forecast);
});

it('who has gone quiet is listed, counted in the scan, and shown in one line', async () => {
  expect(await run('list', '--gone-quiet')).toMatch(new RegExp(`^quiet +active +31 .* ${words}$`, 'm'));
  expect(await run('scan', ...inputs)).toMatch(/^1 user is quieter than ever: .*lastseen\S* list --gone-quiet$/m);
  expect((await run('show', 'quiet')).split('\n')).toContain(words);
});

it('CSV has the rhythm where it was asked for', async () => {
  const [head, ...rows] = (await run('list', '--format', 'csv', '--gone-quiet')).trim().split('\n');
  expect([head?.split(',').at(-1), rows.length, rows[0]?.split(',').at(-1)]).toEqual(['rhythm', 1, words]);
});

it('--soon says the weeks and the silences above its table', async () => {
  const lines = (await run('list', '--soon', '90')).split('\n');
  expect(lines[0]).toBe('4 users cross the threshold within 90 days');
  expect(lines[1]).toMatch(/^in each of the next 13 weeks: 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2 \(arithmetic, /);
  expect(lines[2]).toBe('of 6 silences here that reached 30 days, 0 went on to 90, 2 still go on');
});

it('credentials have no rhythm: --gone-quiet is refused with --keys', async () => {
  const refused = await runCli(dir, ['list', '--keys', '--gone-quiet']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--gone-quiet goes without --keys: only users have a rhythm');
});
