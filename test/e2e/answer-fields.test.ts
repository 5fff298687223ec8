import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { reportOf, write } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const sample = '.lastseen-sample';
const data = async (...args: string[]) => {
  const { stdout } = await runCli(dir, [...args, '--data', join(sample, 'table'), '--format', 'json']);
  return JSON.parse(stdout);
};

interface User {
  readonly userName: string;
  readonly state: string;
  readonly lastActivity: { readonly event: string | null } | null;
}
interface Scan {
  readonly users: readonly [User, ...User[]];
  readonly seenButNotInInventory: readonly User[];
}

/** A month after the sample was judged, with a second account and all that adds fields; the third has no report. */
function scanLater(): Promise<Scan> {
  const listed = ['111122223333', '444455556666', '777788889999'].map((Id) => ({
    Id,
    Name: `team-${Id}`,
    Status: 'ACTIVE',
  }));
  write(dir, 'accounts.json', JSON.stringify({ Accounts: listed }));
  const other = write(dir, 'other.csv', reportOf([{ user: 'other' }], '444455556666'));
  return data(
    ...['scan', '--trail', join(sample, 'AWSLogs')],
    ...['--credential-report', join(sample, 'credential-report.csv'), other],
    ...['--report-made', '2026-11-24T23:00:00Z', '--now', '2026-11-25T00:00:00Z'],
    ...['--authorization-details', join(sample, 'authorization-details.json')],
    ...['--users', join(sample, 'list-users.json'), '--accounts-file', 'accounts.json', '--preset', 'cis'],
    ...['--exempt', 'nobody', '--exempt', 'x until=2026-01-01', '--exempt-tag', 'lastseen:exempt'],
  );
}

describe('the answers about the sample have the fields of the schema and no others', () => {
  let scan: Scan;
  beforeAll(async () => {
    await runCli(dir, ['sample', '--users', '60', '--days', '40', '--records-per-day', '60']);
    scan = await scanLater();
  });

  it('that of a scan, with every field that is there at times', () => {
    expect(faultsOf(scan)).toEqual([]);
    expect(scan).toMatchObject({
      preset: { name: 'cis' },
      accounts: [
        { accountName: 'team-111122223333', counts: { users: 60 } },
        { accountName: 'team-444455556666', counts: { users: 1 } },
      ],
      notJudged: [{ accountId: '777788889999' }],
      notes: [expect.stringMatching(/^account 444455556666: the logs hold no record/)],
      exemptionsEnded: [{ by: 'name x' }],
      exemptionsWithoutUser: ['name nobody', 'name x'],
    });
  });

  it.each([
    ['list', ['list', '--accounts-file', 'accounts.json'], 'users'],
    ['list --keys', ['list', '--keys', '--accounts-file', 'accounts.json'], 'keys'],
    ['diff', ['diff', '--since', '2026-01-01', '--accounts-file', 'accounts.json'], 'changes'],
  ])('that of %s', async (_, args, rows) => {
    const answer = await data(...args);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer[rows].length).toBeGreaterThan(0);
  });

  it('that of show: of one who was seen in the logs, one who never was, and one whom no inventory has', async () => {
    const seen = scan.users.find(({ lastActivity }) => typeof lastActivity?.event === 'string');
    const neverUsed = scan.users.find(({ state, lastActivity }) => state === 'never-used' && lastActivity === null);
    const [gone] = scan.seenButNotInInventory;
    const names = [seen, neverUsed, gone].map((user) => user?.userName ?? expect.fail('the sample has no such user'));
    for (const userName of names) {
      const answer = await data('show', userName);
      expect(faultsOf(answer)).toEqual([]);
      expect(answer.userName).toBe(userName);
    }
  });

  it('that of history', async () => {
    const answer = await data('history', scan.users[0].userName);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.timeline.length).toBeGreaterThan(0);
  });

  it('a field that nobody documented is a fault, and one that is missing is one', () => {
    const [{ state, ...first }] = scan.users;
    expect(faultsOf({ ...scan, users: [{ ...first, state, mood: 'calm' }] })).toEqual([
      '/users/0 must NOT have additional properties mood',
    ]);
    expect(faultsOf({ ...scan, users: [first] })).toEqual(["/users/0 must have required property 'state'"]);
    expect(faultsOf({ ...scan, users: [{ ...first, state: 'asleep' }] })).toHaveLength(1);
    expect(faultsOf({})).not.toEqual([]);
  });
});
