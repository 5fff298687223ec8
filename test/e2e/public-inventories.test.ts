import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './run-cli.ts';

/** Real answers of IAM beside the project; SOURCES.md there says where they come from. */
const data = resolve('../shared/data/iam');
const hasData = existsSync(data);
const dir = temporaryFolder();

interface User {
  readonly userName: string;
  readonly state: string;
  readonly reason: string;
  readonly lastActivity: { readonly at: string } | null;
}

async function scan(name: string, now: string, ...args: string[]) {
  const run = await runCli(dir, ['scan', ...args, '--now', now, '--data', name, '--format', 'json']);
  return { ...run, answer: JSON.parse(run.stdout) };
}

const namesIn = (users: readonly User[], ...states: string[]) =>
  users
    .filter(({ state }) => states.includes(state))
    .map(({ userName }) => userName)
    .sort();

/** Each report with a moment that fits it, and everybody whom it makes out to be unused or too young then. */
const reports: readonly { file: string; now: string; users: number; unused: string[]; young: string[] }[] = [
  {
    file: 'c7n__test_account_credential_report__1.csv',
    now: '2016-11-26T00:00:00Z',
    users: 19,
    unused: ['jeff'],
    young: ['c7n-iam-test', 'c7n-test'],
  },
  {
    file: 'c7n__test_iam_user_credential_multi_delete__1.csv',
    now: '2018-12-02T00:00:00Z',
    users: 1,
    unused: [],
    young: [],
  },
  {
    file: 'c7n__test_iam_user_credential_multi_delete_noop__1.csv',
    now: '2021-01-01T00:00:00Z',
    users: 1,
    unused: [],
    young: ['test1'],
  },
  {
    file: 'c7n__test_iam_user_credential_reverse_filter_delete__1.csv',
    now: '2021-01-01T00:00:00Z',
    users: 1,
    unused: [],
    young: ['zscholl'],
  },
  {
    file: 'c7n__test_iam_user_delete_options__1.csv',
    now: '2018-12-02T00:00:00Z',
    users: 1,
    unused: ['test_user'],
    young: [],
  },
  {
    file: 'c7n__test_iam_user_unused_keys__2.csv',
    now: '2016-11-26T00:00:00Z',
    users: 7,
    unused: ['Hazmat', 'charmworld', 'kaleb', 'kapilt'],
    young: [],
  },
];

describe.skipIf(!hasData)('real inventories (skipped where ../shared/data is absent)', () => {
  it.each(reports)('$file as of $now', async ({ file, now, users, unused, young }) => {
    const { code, stderr, answer } = await scan(
      file,
      now,
      '--report-made',
      now,
      '--credential-report',
      join(data, 'credential_reports', file),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const all: User[] = answer.users;
    expect(all).toHaveLength(users);
    expect(namesIn(all, 'idle', 'never-used')).toEqual(unused);
    expect(namesIn(all, 'new')).toEqual(young);
    expect(namesIn(all, 'active')).toHaveLength(users - unused.length - young.length);
    for (const { state, reason, lastActivity } of all) {
      expect(reason).not.toBe('');
      if (state === 'never-used') expect(lastActivity).toBeNull();
    }
  });

  it('real authorization details alone make nobody unused: IAM tells no use there', async () => {
    const folder = join(data, 'authorization_details');
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    for (const file of files) {
      const listed = JSON.parse(readFileSync(join(folder, file), 'utf8')).UserDetailList ?? [];
      const now = '2026-11-23T08:00:00Z';
      const { answer } = await scan(file, now, '--authorization-details', join(folder, file));
      const all: User[] = answer.users;
      expect(all.length + answer.missing.length).toBe(listed.length);
      expect(namesIn(all, 'idle', 'never-used')).toEqual([]);
    }
  });
});
