import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const trail = writeLog(dir, 'log.json.gz', [call('alice', daysAgo(1))]);
const report = write(
  dir,
  'report.csv',
  reportOf([{ user: 'alice' }, { user: 'bob', key: { created: daysAgo(700), used: daysAgo(200) } }]),
);
const scan = ['scan', '--trail', trail, '--credential-report', report, '--now', now, '--all'];

/** util-linux's `script` runs a command on a terminal of its own. */
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

function onTerminal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const command = [process.execPath, resolve('dist/lastseen.js'), ...args].map((word) => `'${word}'`).join(' ');
  const { NO_COLOR: _, ...inherited } = process.env;
  const run = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: dir,
    env: { ...inherited, TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return run.stdout.toString('utf8');
}

const introducer = '\u001b[';
/** Green, red: the colours of states. */
const coloured = (state: string, color: number) => `${introducer}${color}m${state}`;

describe.skipIf(!hasScript)('on a terminal (skipped where util-linux script is not installed)', () => {
  let shown: string;
  beforeAll(() => {
    shown = onTerminal(scan);
  });

  it('states are coloured', () => {
    expect(shown).toContain(coloured('idle', 31));
    expect(shown).toContain(coloured('active', 32));
  });

  it('progress says how far reading is, and then how far writing is', () => {
    expect(shown).toMatch(/[#-]{16} +\d+%(?:, \d+ s left)?, reading \d\/1 files, [\d.]+ MB, [\d,]+ records\/s/);
    expect(shown).toMatch(/[#-]{16} +\d+%.*, judging and writing, \d+\/\d+ writes/);
  });

  it('NO_COLOR and a dumb terminal are heeded', () => {
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = onTerminal(['list'], env);
      expect(plain).toContain('idle');
      expect(plain).not.toContain(introducer);
    }
  });
});

describe('piped', () => {
  it.each(['table', 'json', 'csv', 'ndjson'])('%s is bare of colour and progress', async (format) => {
    const run = await runCli(dir, [...scan, '--format', format], { TERM: 'xterm-256color' });
    expect(run.stdout).not.toContain('\u001b');
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('a table is coloured where that is forced, data never', async () => {
    const forced = { FORCE_COLOR: '1' };
    expect((await runCli(dir, ['list'], forced)).stdout).toContain(coloured('idle', 31));
    expect((await runCli(dir, ['list', '--color=always'], { NO_COLOR: '1' })).stdout).toContain(coloured('idle', 31));
    expect((await runCli(dir, ['list', '--color=never'], forced)).stdout).not.toContain('\u001b');
    expect((await runCli(dir, ['list', '--format', 'csv'], forced)).stdout).not.toContain('\u001b');
  });

  it('a reader that is gone already is no failure', () => {
    const command = `'${process.execPath}' '${resolve('dist/lastseen.js')}' list --format json | true`;
    const run = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd: dir });
    expect({ code: run.status, stderr: run.stderr.toString() }).toEqual({ code: 0, stderr: '' });
  });
});
