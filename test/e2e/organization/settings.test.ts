import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inheritSettings } from '../../../handlers/accounts/inherit-settings.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { account } from '../../domain/builders.ts';
import { member, organization } from '../../domain/organization/world.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { daysAgo, now, reportOf, write } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
const [first, second] = ['111122223333', '444455556666'];
const configure = (accounts: object) => writeFileSync(join(dir, 'lastseen.yml'), JSON.stringify({ accounts }));
const settings = (...args: string[]) => runCli(dir, ['settings', ...args]);

beforeAll(() => {
  const rows = [{ user: 'ann', key: { created: daysAgo(700), used: daysAgo(50) } }];
  write(dir, 'report.csv', reportOf(rows, first));
  configure({
    [first]: { threshold: 45, owner: 'pay\u001b[31m' },
    [second]: { skip: { reason: 'closing', end: '2999-12-31' } },
  });
});

describe('lastseen settings', () => {
  it('shows what apply would change, and changes nothing without --yes', async () => {
    const { code, stdout } = await settings('apply');
    expect(code).toBe(0);
    expect(stdout).toContain(`account ${first}\n  threshold: none -> 45\n  owner: none -> pay\\u{1b}[31m\n`);
    expect(stdout).toContain('skip: none -> until 2999-12-31: closing');
    expect(stdout).toContain('nothing was changed; --yes does it');
    expect((await settings('show')).stdout).toBe('no account has settings of its own\n');
  });

  it('applies once: the same again changes nothing', async () => {
    expect((await settings('apply', '--yes', '--format', 'json')).stdout).toContain('"result": "done"');
    expect((await settings('apply', '--yes')).stdout).toBe('the table holds these settings already\n');
  });

  it('takes settings away from accounts that the file no longer names only where that is asked for', async () => {
    configure({ [first]: { threshold: 30 } });
    const kept = await settings('apply', '--yes', '--account', `${first},${second}`);
    expect(kept.stdout).toContain('threshold: 45 -> 30');
    expect(kept.stdout).toContain(`1 account not in lastseen.yml: unchanged (${second}); --remove`);
    const removed = await settings('apply', '--yes', '--remove', '--account', `${second},${first}`);
    expect(removed.stdout).toContain(`account ${second}\n  skip: until 2999-12-31: closing -> none`);
    expect(removed.stdout).not.toContain(`account ${first}`);
    writeFileSync(join(dir, 'bare.yml'), '{ "threshold": 60 }');
    const named = ['--yes', '--remove', '--account', second, '--config', 'bare.yml'];
    expect((await settings('apply', ...named)).stdout).toBe('the table holds these settings already\n');
  });

  it('shows every decision with who and when', async () => {
    const { stdout } = await settings('show', '--account', second, '--format', 'json');
    const { accounts } = JSON.parse(stdout);
    expect(accounts).toMatchObject([{ accountId: second, versions: [{ version: 1 }, { version: 2, settings: {} }] }]);
    expect(accounts[0].versions[1].by).not.toBe('');
    const whole = await settings('show', '--account', first, '--verbose');
    expect(whole.stdout).toMatch(/ {2}2\. \S+ by .+: threshold: 45 -> 30; owner: pay.* -> none\n {2}1\. /);
  });

  it('are what a scan of the same table goes by, unless its own file says otherwise', async () => {
    const scan = (...args: string[]) =>
      runCli(dir, [
        'scan',
        '--credential-report',
        'report.csv',
        '--report-made',
        now,
        '--now',
        now,
        '--format',
        'json',
        ...args,
      ]);
    const other = join(dir, 'other.yml');
    writeFileSync(other, JSON.stringify({ failOn: ['unknown'] }));
    const stored = JSON.parse((await scan('--config', other)).stdout);
    expect(stored).toMatchObject({ thresholdDays: 90, accounts: [{ thresholdDays: 30 }], counts: { unused: 1 } });
    const typed = JSON.parse((await scan('--threshold', '60')).stdout);
    expect(typed).toMatchObject({ thresholdDays: 60, counts: { unused: 0, active: 1 } });
  });

  it('takes settings of organizational units, says what changes, and which settings an account has from them', async () => {
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'create');
    await table.writeMember(organization, member({ accountId: account(second), unit: 'Sandbox/Old' }));
    await table.close();
    configure({
      'ou:/Sandbox': { threshold: 30, owner: 'lab' },
      'ou:/': { owner: 'security' },
      'ou:/Sandbx': { skip: { reason: 'closing', end: '2020-01-01' } },
      '999999999999': { threshold: 30 },
    });
    const doubtful = await settings('apply', '--organization', organization);
    expect(doubtful.stderr.split('\n')).toEqual([
      'lastseen: lastseen.yml: the table knows nothing of 999999999999; check the digits',
      'lastseen: lastseen.yml: no account is in ou:/Sandbx; check the path',
      'lastseen: lastseen.yml: the skip has ended, and has no effect, of ou:/Sandbx; take it out, or give a later end',
      '',
    ]);
    configure({ 'ou:/Sandbox': { threshold: 30, owner: 'lab' }, 'ou:/': { owner: 'security' } });
    expect(await settings('apply', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ou:/Sandbox, ou:/: give the organization of these units: --organization o-...'),
    });
    const applied = await settings('apply', '--yes', '--organization', organization);
    expect(applied.stdout).toContain('ou:/Sandbox\n  threshold: none -> 30\n  owner: none -> lab\n');
    expect(applied.stdout).toContain('1 account not in lastseen.yml: unchanged');
    const heir = { organizationId: organization, member: { accountId: account(second), unit: 'Sandbox/Old' }, now };
    const again = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    await again.addSettings(account(second), settingsVersion(3, { thresholdDays: 15 }));
    await inheritSettings(heir, again);
    await again.close();
    const shown = await settings('show', '--organization', organization);
    expect(shown.stdout).toMatch(/^ou:\/, since \S+ by .+\n {2}owner: security\n/m);
    expect(shown.stdout).toMatch(
      new RegExp(`account ${second}, since .+\n {2}threshold: 15\n {2}owner: lab \\(from ou:/Sandbox\\)\n`),
    );
    const { units } = JSON.parse((await settings('show', '--organization', organization, '--format', 'json')).stdout);
    expect(units).toMatchObject([
      { unit: 'ou:/' },
      { unit: 'ou:/Sandbox', versions: [{ settings: { owner: 'lab' } }] },
    ]);
  });

  it.each([
    ['an action that does not exist', ['remove'], 'settings remove: give show or apply'],
    ['an account that is none', ['show', '--account', 'x'], '--account x: give the 12 digits of an account'],
    ['show with --yes', ['show', '--yes'], '--yes and --remove: settings show has no use for them'],
  ])('refuses %s in one line', async (_, args, line) => {
    const { code, stderr, stdout } = await settings(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
