import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { runCli } from '../e2e/run-cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readDocuments } from './markdown.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
}

const document = readDocuments().get('handlers/cli/README.md') ?? expect.fail('no document');
const [workflow] = document.yamlBlocks.map((block) => parse(block)).filter(({ jobs }) => jobs !== undefined);
const { permissions, steps }: { permissions: object; steps: Step[] } = workflow.jobs.lastseen;
const runs = steps.filter((step): step is Step & { run: string } => step.run !== undefined);

const dir = temporaryFolder();
const summary = join(dir, 'summary.md');
const sample = join(dir, '.lastseen-sample');
/** What the sample has instead of an account to ask. */
const files = [
  `--trail '${sample}/AWSLogs' --credential-report '${sample}/credential-report.csv'`,
  `--authorization-details '${sample}/authorization-details.json' --report-made 2026-11-23T08:00:00Z --now 2026-11-23T08:00:00Z`,
].join(' ');

/** Runs a step as GitHub does; `lastseen` is the one that was built here. */
function runStep(run: string): Promise<{ code: number; said: string }> {
  const program = `lastseen() { '${process.execPath}' '${resolve('dist/lastseen.js')}' "$@"; }\n`;
  const env = { PATH: process.env['PATH'], HOME: dir, GITHUB_STEP_SUMMARY: summary };
  return new Promise((done) => {
    execFile('bash', ['-e', '-o', 'pipefail', '-c', program + run], { cwd: dir, env }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr }),
    );
  });
}

beforeAll(async () => {
  await runCli(dir, ['sample', '--write-only', '--users', '40', '--days', '20', '--records-per-day', '50']);
});

describe('the documented workflow', () => {
  it('may do nothing but read the repository and ask for a token, and has one role', () => {
    expect(workflow.permissions).toEqual({});
    expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(Object.keys(workflow)).toEqual(['name', 'on', 'permissions', 'jobs']);
    expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|pull_request_target|AWS_SECRET/);
    expect(steps.flatMap(({ uses }) => uses ?? [])).toEqual([
      expect.stringMatching(/^actions\/checkout@/),
      expect.stringMatching(/^actions\/setup-node@/),
      expect.stringMatching(/^aws-actions\/configure-aws-credentials@/),
    ]);
  });

  it('installs the package that npm pack makes', () => {
    const { name, version } = packageJson;
    expect(runs[0]?.run).toBe(`npm install --global ./tools/${name}-${version}.tgz`);
  });

  it('scans, fails with a reason and leaves a summary', async () => {
    const scan = runs.find(({ name }) => name === 'Scan')?.run ?? expect.fail('no scan');
    expect(scan).toContain(' --live ');
    writeFileSync(summary, '');
    const { code, said } = await runStep(scan.replace('--live', files));
    // Some records of the sample are malformed on purpose.
    expect(code).toBe(2);
    expect(said).toMatch(/^lastseen: --fail-on unused>10: \d+ users are unused and not exempt$/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## \d+ of 40 users are unused/);
  });

  it('runs every other step that needs no account', async () => {
    const others = runs.filter(({ name }) => name !== 'Install' && name !== 'Scan');
    expect(others.length).toBeGreaterThan(0);
    for (const { run } of others) {
      writeFileSync(summary, '');
      expect(await runStep(run)).toEqual({ code: 0, said: '' });
      expect(readFileSync(summary, 'utf8')).toMatch(/^## \d+ of \d+ credentials are unused/);
    }
    expect(existsSync(join(dir, '.lastseen'))).toBe(true);
  });
});
