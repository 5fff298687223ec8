import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../domain/plain-text.ts';
import { reportPage } from '../../handlers/report/html/report-page.tsx';
import { pageOf, provenance, strangersPage } from '../handlers/report/html/page-world.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const executablePath = '/usr/bin/chromium';
const dir = temporaryFolder();
const hostile = [
  '</script><script>document.title="x"',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></template><svg onload=alert(1)>',
  '$& $1 $` %%X%% {{x}} &lt;b&gt;',
  '<!-- ]]> <script>',
  'right \u202eto\u2066 left\u2028and\u0000on',
];
const names = [...hostile, ...Array.from({ length: 5000 - hostile.length }, (_, index) => `user-${index}`)];

/** What a page must not do: ask for anything, report an error, break its policy. */
interface Watched {
  readonly page: Page;
  readonly complaints: string[];
}

describe.skipIf(!existsSync(executablePath))('the page in a browser', () => {
  let browser: Browser;
  const digest = { option: '--trail', name: 'AWSLogs/', files: 1, bytes: 1, sha256: '9'.repeat(64) };
  const html = reportPage(pageOf(names), { provenance: { ...provenance, inputs: [digest] }, missing: hostile });
  const file = join(dir, 'report.html');
  const url = pathToFileURL(file).href;

  beforeAll(async () => {
    writeFileSync(file, html);
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());

  async function open(hash = '', options: Parameters<Browser['newContext']>[0] = {}, address = url): Promise<Watched> {
    const context = await browser.newContext({ offline: true, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) complaints.push(`request ${request.url()}`);
    });
    await page.goto(`${address}${hash}`);
    return { page, complaints };
  }

  it('is at most 2 MB and interactive within a second, for 5,000 users', async () => {
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    const { page, complaints } = await open();
    await page.waitForSelector('html.scripted', { timeout: 60_000 });
    const interactiveMs = await page.evaluate('performance.getEntriesByName("interactive")[0]?.startTime');
    expect(interactiveMs).toBeLessThan(1000);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('sorts, filters, searches, links and shows all', async () => {
    const { page, complaints } = await open();
    const rows = page.locator('tbody.user');
    await page.getByRole('button', { name: /^never used/ }).click();
    expect(await rows.count()).toBe(200);
    expect(await rows.first().locator('.state').textContent()).toBe('never used');
    await page.getByRole('button', { name: /^all/ }).click();
    await page.getByRole('button', { name: 'quieter than ever' }).click();
    expect(await page.locator('#shown').textContent()).toBe('200 of 500 matching users shown.');
    expect(await rows.first().locator('.tag', { hasText: 'quiet' }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'quieter than ever' }).click();
    await page.getByRole('searchbox').fill('user-4321');
    await page.getByRole('button', { name: /^all/ }).click();
    expect(await rows.locator('th bdi').first().textContent()).toBe('user-4321');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'User', exact: true }).click();
    expect(await page.locator('th[aria-sort="ascending"] button').textContent()).toBe('User');
    const first = await rows.locator('th bdi').first().textContent();
    expect(first).toBe(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))[0]);
    await page.evaluate('location.hash = "#user=user-77"');
    const linked = page.locator('[id="user=user-77"]');
    await linked.locator('details[open] svg.calendar').first().waitFor();
    expect(await linked.locator('path.active').getAttribute('d')).toMatch(/^M\d+ \d+h10v10h-10zM/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  /** The elements of a page with the names of their attributes, in order: what a text must not change. */
  const elements = `[...document.querySelectorAll('*')].map((e) => [e.tagName, ...e.getAttributeNames()].join(' '))`;
  const rowTexts = `[...document.querySelectorAll('tbody.user')].map((row) =>
    Object.fromEntries([...row.querySelectorAll('tr [data-text]')].map((e) => [e.dataset.text, e.textContent])))`;

  async function strangers(texts: readonly string[]) {
    const inputs = texts.map((name) => ({ option: '--trail', name, files: 1, bytes: 1, sha256: null }));
    const made = { ...provenance, command: ['scan', ...texts], inputs };
    writeFileSync(
      file.replace('report', 'strangers'),
      reportPage(strangersPage(texts), { provenance: made, missing: texts }),
    );
    const { page, complaints } = await open('', {}, url.replace('report', 'strangers'));
    await page.waitForSelector('html.scripted');
    const look = async () => ({ elements: await page.evaluate(elements), texts: await page.evaluate(rowTexts) });
    const written = await look();
    // A filter makes all rows again, by the script.
    await page.getByRole('button', { name: /^unused/ }).click();
    const scripted = await look();
    const title = await page.title();
    await page.context().close();
    return { written, scripted, complaints, title };
  }

  it('texts from strangers change no element and no attribute, in the file and in what the script makes', async () => {
    const [said, harmless] = [await strangers(hostile), await strangers(hostile.map((_, index) => `text ${index}`))];
    expect(said.complaints).toEqual([]);
    expect(said.title).toBe(harmless.title);
    expect(said.written.elements).toEqual(harmless.written.elements);
    expect(said.scripted.elements).toEqual(harmless.scripted.elements);
    const shown = hostile.map(plainText).map((text) => {
      const holding = expect.stringContaining(text);
      const tags = { owner: text, groups: text, tags: holding, exempt: holding };
      const services = { service: text, neverUsed: `unused ${text}` };
      return { name: text, inAccount: holding, reason: holding, call: holding, eventId: text, ...tags, ...services };
    });
    for (const { texts } of [said.written, said.scripted])
      expect(texts).toEqual(shown.map((each) => expect.objectContaining(each)));
  });

  it.each([380, 900, 1600])(
    'shows nothing that is hidden, and needs no scrolling aside, %i pixels wide',
    async (width) => {
      const { page } = await open('', { viewport: { width, height: 900 } });
      expect(
        await page.evaluate('[...document.querySelectorAll("[hidden]")].filter((e) => e.checkVisibility()).length'),
      ).toBe(0);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const row = page.getByRole('row').filter({ hasText: digest.sha256 });
      expect((await row.boundingBox())?.height).toBeLessThan(60);
      await page.context().close();
    },
  );

  it('says without script how many users it does not show', async () => {
    const { page } = await open('', { javaScriptEnabled: false });
    expect(await page.locator('.unscripted').isVisible()).toBe(true);
    expect(await page.locator('.unscripted').textContent()).toContain('100 most urgent of 5,000 users');
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has no serious finding of axe in %s', async (colorScheme) => {
    writeFileSync(join(dir, 'few.html'), reportPage(pageOf(names.slice(0, 80)), { provenance, missing: hostile }));
    const context = await browser.newContext({ offline: true, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(dir, 'few.html')).href);
    await page.locator('.why summary').first().click();
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
    const found = await page.evaluate(
      `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`,
    );
    expect(found).toEqual([]);
    await context.close();
  });

  it('keeps states and what is pressed apart in the colours of the reader', async () => {
    const { page } = await open('', { forcedColors: 'active' });
    const color = (selector: string) => `getComputedStyle(document.querySelector('${selector}')).backgroundColor`;
    const marks: string[] = await page.evaluate(
      `['idle', 'active'].map((s) => getComputedStyle(document.querySelector('.legend .' + s), '::before').backgroundColor)`,
    );
    expect(new Set(marks).size).toBe(2);
    const pressed = await page.evaluate(color('[data-state][aria-pressed="true"]'));
    expect(pressed).not.toBe(await page.evaluate(color('[data-state][aria-pressed="false"]')));
    await page.context().close();
  });

  it('prints', async () => {
    writeFileSync(join(dir, 'print.html'), reportPage(pageOf(names.slice(0, 300)), { provenance, missing: [] }));
    const { page } = await open();
    await page.goto(pathToFileURL(join(dir, 'print.html')).href);
    await page.waitForSelector('html.scripted');
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(8);
    expect(pages).toBeLessThan(40);
    expect(await page.locator('tbody.user').count()).toBe(300);
    await page.context().close();
  });
});
