/** Draws the picture of the front page: the page of the sample account in both schemes. `npm run picture:page`. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import UPNG from 'upng-js';

const width = 1000;

/** A user who is silent for longer than the threshold, with days of activity in the calendar. */
const user = 'amber.oak';

async function draw(browser: Browser, page: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await browser.newContext({ offline: true, colorScheme, viewport: { width, height: 900 } });
  const tab = await context.newPage();
  await tab.goto(page);
  await tab.getByRole('searchbox').fill(user);
  await tab.locator('.why summary').first().click();
  await tab.evaluate('document.activeElement?.blur?.(), scrollTo(0, 0)');
  const calendar = await tab.locator('tbody.user figure').boundingBox();
  const height = Math.ceil((calendar?.y ?? 0) + (calendar?.height ?? 0));
  const screenshot = await tab.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height } });
  const path = `handlers/report/html/page-${colorScheme}.png`;
  writeFileSync(path, inFewColours(screenshot));
  process.stdout.write(`${path}\n`);
  await context.close();
}

/** The same picture in 256 colours: the browser's has a byte for each of three, and more than twice the size. */
function inFewColours(screenshot: Buffer): Uint8Array {
  const image = UPNG.decode(Uint8Array.from(screenshot).buffer);
  return new Uint8Array(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 256));
}

const dir = mkdtempSync(join(tmpdir(), 'lastseen-picture-'));
try {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [resolve('dist/lastseen.js'), ...args], { cwd: dir });
  run('sample', '--quiet');
  run('report', '--quiet', '--data', '.lastseen-sample/table');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  for (const scheme of ['light', 'dark'] as const) {
    await draw(browser, pathToFileURL(join(dir, 'report.html')).href, scheme);
  }
  await browser.close();
} finally {
  rmSync(dir, { recursive: true });
}
