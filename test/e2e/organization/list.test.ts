import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account } from '../../domain/builders.ts';
import { counts, member, organization, organizationRun } from '../../domain/organization/world.ts';
import { scanFiles } from '../../handlers/scan/scan-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { faultsOf } from '../answer-faults.ts';
import { daysAgo, now, reportOf, write } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
const pay = account('111122223333');
const web = account('222233334444');
const old = account('333344445555');
const gone = account('444455556666');
const key = (days: number) => ({ created: daysAgo(700), used: daysAgo(days) });
const list = (...args: string[]) => runCli(dir, ['list', '--organization', organization, ...args]);

beforeAll(async () => {
  const table = await openEmbeddedTable(join(dir, '.lastseen'), 'create');
  const scanned = [
    [
      pay,
      [
        { user: 'ann', key: key(100) },
        { user: 'busy', key: key(1) },
      ],
    ],
    [
      web,
      [
        { user: '=cmd', key: key(300) },
        { user: 'bob', key: key(100) },
      ],
    ],
    [old, [{ user: 'zoe', key: key(500) }]],
  ] as const;
  for (const [id, rows] of scanned) {
    const report = write(dir, `${id}.csv`, reportOf([...rows], id));
    await scanFiles(table, { report }, { reportMade: now });
  }
  const judged = member().judged;
  const one = counts({
    users: 2,
    active: 1,
    idle: 1,
    'never-used': 0,
    new: 0,
    unknown: 0,
    unused: 1,
    unusedNotExempt: 1,
  });
  const members = [
    member({ accountId: pay, name: 'Payments', ...(judged && { judged: { ...judged, counts: one } }) }),
    member({
      accountId: web,
      name: 'Web\u001b[31m',
      unit: 'Labs',
      owner: 'lab\u001b[2J',
      outcome: { kind: 'refused', why: 'AccessDenied' },
    }),
    member({ accountId: old, name: 'Old', state: 'SUSPENDED', outcome: { kind: 'out-of-service' } }),
    member({ accountId: gone, name: 'New', outcome: { kind: 'waiting' }, judged: undefined }),
  ];
  for (const each of members) await table.writeMember(organization, each);
  await table.writeOrganizationRun(organization, organizationRun({ accounts: 4, closedAt: undefined }));
  await table.close();
});

describe('lastseen list --organization', () => {
  it('gives totals, accounts that could not be judged with why, and the idle of all accounts, longest first', async () => {
    const { code, stdout, stderr } = await list();
    expect(code).toBe(2);
    expect(stdout).toContain(
      `organization ${organization}, run of ${now.slice(0, 10)}, not complete: 1 of 4 accounts judged`,
    );
    expect(stdout).toContain('2 could not be judged, 1 not in service');
    expect(stdout).toContain('5 unused users by an earlier verdict: their account could not be judged now');
    expect(stdout).toMatch(
      /not judged: account 222233334444 Web\\u\{1b\}\[31m, owner lab\\u\{1b\}\[2J: its role refused \(AccessDenied\)/,
    );
    expect([...stdout.matchAll(/^\d{12} .*?(=cmd|ann|bob|zoe|busy) /gm)].map(([, name]) => name)).toEqual([
      '=cmd',
      'ann',
      'bob',
    ]);
    expect(stderr).toContain('never judged yet');
  });

  it.each([80, 120])('fits into %d columns', async (columns) => {
    const args = ['list', '--organization', organization, '--verbose'];
    const { stdout } = await runCli(dir, args, { COLUMNS: `${columns}` });
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(stdout).toContain('ann');
  });

  it('has every account in JSON, with its unit, its outcome and the counts that it had last', async () => {
    const { stdout } = await list('--format', 'json');
    const answer = JSON.parse(stdout);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.organization).toMatchObject({
      carriedUnused: 5,
      accountCounts: { listed: 4, judged: 1, unjudged: 2 },
      isComplete: false,
    });
    expect(answer.organization.accounts).toMatchObject([
      { accountId: pay, unit: 'Production', outcome: 'judged', why: null, counts: { unused: 1 } },
      { accountId: web, unit: 'Labs', outcome: 'refused', counts: { unused: 5 } },
      { accountId: old, state: 'SUSPENDED', outcome: 'out-of-service' },
      { accountId: gone, outcome: 'waiting', counts: null, asOf: null },
    ]);
    expect(answer).toMatchObject({
      matching: 3,
      counts: { users: 3 },
      users: [{ accountName: 'Web\u001b[31m' }, {}, {}],
    });
  });

  it('cuts at the limit and counts the rest; other states come by choice; CSV is safe against formulas', async () => {
    const csv = await list('--format', 'csv', '--limit', '1', '--columns', 'account,accountName,user');
    expect(csv.stdout).toBe("accountId,accountName,userName\n222233334444,Web\\u{1b}[31m,'=cmd\n");
    const active = JSON.parse((await list('--format', 'json', '--state', 'active', '--limit', '1')).stdout);
    expect(active).toMatchObject({ matching: 1, users: [{ userName: 'busy' }] });
    expect((await list('--format', 'markdown')).stdout).toContain('ann');
  });

  it.each([
    ['an id that is none', ['list', '--organization', 'x'], '--organization x: give its id, like o-exampleorgid'],
    [
      'an organization that the table lacks',
      ['list', '--organization', 'o-zzzzzzzzzz'],
      'the table knows nothing of it',
    ],
    [
      'accounts beside it',
      ['list', '--organization', organization, '--keys'],
      '--organization lists users: leave out --keys',
    ],
  ])('refuses %s in one line', async (_, args, line) => {
    const { code, stderr, stdout } = await runCli(dir, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
  });
});
