import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, daysAgo, now, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const isRoot = process.getuid?.() === 0;

describe.skipIf(isRoot)('a folder without permission (skipped as root, who may read everything)', () => {
  const dir = temporaryFolder();
  const trail = join(dir, 'trail');
  const closed = join(trail, 'closed');
  beforeAll(() => {
    writeLog(trail, 'open.json', [call('alice', daysAgo(1))]);
    writeLog(closed, 'log.json', [call('bob', daysAgo(1))]);
    chmodSync(closed, 0);
  });
  afterAll(() => chmodSync(closed, 0o700));

  it('is named, stops no other, and the answer says that it is missing', async () => {
    const run = await runCli(dir, ['scan', '--trail', trail, '--now', now, '--format', 'json']);
    const { records, missing } = JSON.parse(run.stdout);
    expect(records).toMatchObject({ recorded: 1, unreadable: [{ file: closed, why: 'permission denied' }] });
    expect(missing).toEqual([`${closed}: permission denied`]);
    expect(run.stderr).toContain(`lastseen: ${closed}: permission denied\n`);
    expect(run.code).toBe(2);
  });

  it('alone is told in one line', async () => {
    const run = await runCli(dir, ['scan', '--trail', closed, '--now', now, '--format', 'csv']);
    expect(run.stderr).toContain(`${closed}: permission denied`);
    expect(run.code).toBe(2);
  });
});
