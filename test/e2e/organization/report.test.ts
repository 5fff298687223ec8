import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account } from '../../domain/builders.ts';
import { counts, member, organization, organizationRun } from '../../domain/organization/world.ts';
import { scanFiles } from '../../handlers/scan/scan-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { daysAgo, now, reportOf, write } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const executablePath = '/usr/bin/chromium';
const dir = temporaryFolder();
const pages = join(dir, 'pages');
const [pay, web, gone] = [account('111122223333'), account('222233334444'), account('444455556666')];
const hostile = '</td><script>alert(1)</script>"\' onclick=x \u202eevil\u0000';
const keyUsed = (days: number) => ({ created: daysAgo(700), used: daysAgo(days) });
const run = (command: string, ...args: string[]) => runCli(dir, [command, '--organization', organization, ...args]);

const scannerOf = (table: Parameters<typeof scanFiles>[0]) => async (id: string, idle: number, at: string) => {
  const report = write(dir, `${id}-${idle}.csv`, reportOf([{ user: 'ann', key: keyUsed(idle) }], id));
  await scanFiles(table, { report }, { reportMade: at, now: at });
};

beforeAll(async () => {
  const table = await openEmbeddedTable(join(dir, '.lastseen'), 'create');
  const scanAt = scannerOf(table);
  await scanAt(pay, 91, daysAgo(2));
  await scanAt(pay, 91, now);
  await scanAt(web, 300, now);
  const few = counts({ users: 1, unused: 1, unusedNotExempt: 1 });
  const members = [
    member({ accountId: pay, name: hostile, unit: hostile, owner: hostile }),
    member({ accountId: web, name: 'Web', outcome: { kind: 'refused', why: 'AccessDenied' } }),
    member({ accountId: gone, name: 'New', outcome: { kind: 'waiting' }, judged: undefined }),
  ].map((each) => (each.judged ? { ...each, judged: { ...each.judged, counts: few } } : each));
  for (const each of members) await table.writeMember(organization, each);
  await table.writeOrganizationRun(organization, organizationRun({ accounts: 3, closedAt: now }));
  await table.close();
});

describe('lastseen diff --organization', () => {
  it('compares every account that has a history, by its name, and says which could not be judged now', async () => {
    const { code, stdout, stderr } = await run('diff', '--format', 'json');
    const { accounts, changes, missing } = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(accounts.map(({ accountId, accountName }: Record<string, string>) => [accountId, accountName])).toEqual([
      [pay, expect.stringContaining('</td><script>')],
      [web, 'Web'],
    ]);
    expect(changes).toMatchObject([
      { kinds: expect.arrayContaining(['became-unused']), detail: { accountId: pay, userName: 'ann' } },
    ]);
    expect(missing.join('\n')).toContain(`account ${web} Web in Production: its role refused (AccessDenied)`);
    expect(stderr).toContain('New in Production: no answer in this run');
  });

  it('refuses accounts beside an organization, and an organization that the table does not know', async () => {
    expect((await run('diff', '--account', pay)).stderr).toContain('--organization names all its accounts');
    const other = await runCli(dir, ['diff', '--organization', 'o-zzzzzzzzzz']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('the table knows nothing of it')]);
  });
});

describe('lastseen report --organization', () => {
  it('writes one page of all accounts, and says which could not be judged', async () => {
    const { code, stdout } = await run('report', '--output', '-');
    expect(code).toBe(2);
    expect(stdout).toContain('2 of 2 IAM users are unused');
    expect(stdout).toContain('its role refused (AccessDenied)');
    expect(stdout).not.toContain('<script>alert');
  });

  it('writes a page of the organization, and one of each account that was ever judged', async () => {
    const { code, stderr } = await run('report', '--output-folder', pages);
    expect(code).toBe(2);
    expect(stderr).toContain('index.html is written');
    expect(readdirSync(join(pages, 'accounts')).sort()).toEqual([`${pay}.html`, `${web}.html`]);
    const index = readFileSync(join(pages, 'index.html'), 'utf8');
    expect(index).toContain(`<a href="accounts/${web}.html">`);
    expect(index).not.toContain(`accounts/${gone}.html`);
    expect(index).toContain('refused: its role refused (AccessDenied)');
    expect(index).not.toMatch(/<script|onclick=x>|\u202e/);
    expect(readFileSync(join(pages, `accounts/${web}.html`), 'utf8')).toContain('<a href="../index.html">');
  });

  it('writes the page of an account whose latest run is before the time that is asked about', async () => {
    const table = await openEmbeddedTable(join(dir, 'carried'), 'create');
    await scannerOf(table)(pay, 91, now);
    await scannerOf(table)(web, 91, daysAgo(3));
    await table.writeMember(organization, member({ accountId: pay }));
    await table.writeMember(
      organization,
      member({ accountId: web, outcome: { kind: 'refused', why: 'AccessDenied' } }),
    );
    await table.close();
    const carried = ['--data', 'carried', '--output-folder', 'carried-pages', '--since', daysAgo(1)];
    expect((await run('report', ...carried)).stderr).toContain('index.html is written');
    expect(readdirSync(join(dir, 'carried-pages', 'accounts')).sort()).toEqual([`${pay}.html`, `${web}.html`]);
  });

  it('wants an organization for a folder, and a folder that can be made', async () => {
    const alone = await runCli(dir, ['report', '--output-folder', pages]);
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('needs --organization beside it')]);
    write(dir, 'file', '');
    const { code, stderr } = await run('report', '--output-folder', join(dir, 'file'));
    expect([code, stderr.trim().split('\n')]).toEqual([2, [expect.stringContaining('--output-folder ')]]);
  });

  describe.skipIf(!existsSync(executablePath))('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
      browser = await chromium.launch({ executablePath, args });
    });
    afterAll(() => browser.close());

    it.each(['light', 'dark'] as const)(
      'leads to a page and back, is no wider than a phone, and asks for nothing: %s',
      async (colorScheme) => {
        const page = await browser.newPage({ colorScheme, viewport: { width: 380, height: 800 } });
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(pathToFileURL(join(pages, 'index.html')).href);
        const width = () => page.evaluate(() => document.documentElement.scrollWidth);
        expect(await width()).toBeLessThanOrEqual(380);
        await page.locator(`a[href="accounts/${web}.html"]`).click();
        await page.waitForSelector('h1');
        expect(page.url()).toMatch(new RegExp(`${web}\\.html$`));
        await page.locator('a[href="../index.html"]').click();
        expect(await page.locator('h1').textContent()).toContain('IAM users');
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  });
});
