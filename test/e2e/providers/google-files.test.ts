import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { daysAgo, now } from '../../domain/builders.ts';
import {
  activity,
  colleague,
  customer,
  directoryUser,
  profileId,
  silentLog,
  usagePage,
  wholeUsage,
} from '../../domain/providers/google/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runHere } from './run-here.ts';

const dir = temporaryFolder();
function write(name: string, value: object): string {
  writeFileSync(join(dir, name), JSON.stringify(value));
  return join(dir, name);
}

const usersOf = (...users: readonly object[]) => ({ kind: 'admin#directory#users', users: [colleague, ...users] });
const log = (items: readonly object[]) => ({ kind: 'admin#reports#activities', items });
const lists = [1, 2].map((read) => write(`users-${read}.json`, usersOf(directoryUser())));
const usage = write('usage.json', usagePage(...wholeUsage()));
const login = write('login.json', log(silentLog('login')));
const token = (name: string, days: readonly number[]) =>
  write(name, log([...silentLog('token'), ...days.map((day) => activity('token', day))]));

const data = ['--data', join(dir, 'data')];
const scan = (reports: readonly string[], ...more: readonly string[]) =>
  runHere(['scan', '--google-users', ...lists, '--google-reports', ...reports, ...data, '--now', now, ...more], {});

it('a customer is scanned from files, and every other command answers from the table', async () => {
  const silent = await scan(
    [usage, login, token('silent.json', [130, 140])],
    '--format',
    'json',
    '--fail-on',
    'unused',
  );
  expect([silent.code, silent.stderr]).toEqual([1, expect.stringMatching(/--fail-on unused: 1 user is unused/)]);
  const [user] = JSON.parse(silent.stdout).users.filter(({ state }: { state: string }) => state === 'idle');
  expect(user).toMatchObject({ accountId: customer(), userId: profileId(), lastActivity: { at: daysAgo(130) } });
  expect(user.lastActivity).toMatchObject({
    source: 'google-token-activity',
    eventSource: 'token',
    credential: 'app-access',
  });

  const shown = await runHere(['show', profileId(), '--account', customer(), ...data], {});
  expect(shown.stdout).toMatch(/corroborated by the activity reports over the whole window/);
  expect(shown.stdout).toMatch(/2026-07 {2}.*#/);
  await scan([usage, login, token('used.json', [5])]);
  const diff = await runHere(['diff', '--since', daysAgo(400), '--format', 'json', ...data], {});
  expect([diff.code, JSON.parse(diff.stdout)]).toEqual([0, expect.any(Object)]);
  expect(diff.stdout).toMatch(/"active"/);
});

it('options of a customer that lack another one say so', async () => {
  const alone = await runHere(['scan', '--google-customer', customer(), ...data], {});
  expect([alone.code, alone.stderr]).toEqual([
    2,
    expect.stringMatching(/--google-customer needs --google, --google-users or --google-reports beside it/),
  ]);
});
