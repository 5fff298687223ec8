import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../temporary-folder.ts';
import { daysAgo, reportOf, write } from './inputs.ts';

const packed = temporaryFolder();
/** The folder that stands for the image's `/`, and its WORKDIR in which the package is installed. */
const image = temporaryFolder();
let installed: string;
/** Without what an npm that runs the tests tells its children: npx would take its `--package` for its own. */
const outerEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
const sh = (command: string, cwd: string, env: NodeJS.ProcessEnv = {}) =>
  promisify(execFile)('sh', ['-c', command], { cwd, env: { ...outerEnv, npm_config_offline: 'true', ...env } });

/** The lines of the container file: each instruction with its rest. */
const instructions = readFileSync('infra/Containerfile', 'utf8')
  .split('\n')
  .map((line) => /^([A-Z]+) (.+)$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', rest = '']) => ({ name, rest }));

/** Does what COPY and RUN say. Whatever would have to be downloaded fails. */
async function build(): Promise<string> {
  let workdir = image;
  for (const { name, rest } of instructions) {
    if (name === 'WORKDIR') workdir = join(image, rest);
    if (name === 'WORKDIR') await mkdir(workdir, { recursive: true });
    if (name === 'COPY') await sh(`cp ${rest.replace(/ \.\/$/, '')} '${workdir}'`, packed);
    if (name === 'RUN') await sh(rest, workdir);
  }
  return join(image, instructions.find(({ name }) => name === 'WORKDIR')?.rest ?? '');
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

beforeAll(async () => {
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', packed], { stdio: 'ignore' });
  installed = await build();
});

describe('the packed package, installed in an empty folder without a network', () => {
  const run = (args: string, cwd: string) =>
    sh(`lastseen ${args}`, cwd, { PATH: `${join(installed, 'node_modules/.bin')}:${process.env['PATH']}` });

  it('takes at most 40 MB', () => {
    expect(sizeOf(join(installed, 'node_modules'))).toBeLessThan(40e6);
  });

  it('brings the embedded store and no other package', () => {
    expect(readdirSync(join(installed, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      packageJson.name,
    ]);
    expect(Object.keys(packageJson.dependencies)).toEqual(packageJson.bundleDependencies);
  });

  it('scans and shows', async () => {
    const folder = temporaryFolder();
    const report = write(
      folder,
      'report.csv',
      reportOf([{ user: 'bob', key: { created: daysAgo(700), used: daysAgo(200) } }]),
    );
    await run(`scan --credential-report '${report}' --now ${daysAgo(0)}`, folder);
    expect((await run('list --format csv', folder)).stdout).toMatch(/bob/);
  });

  it('runs by npx from the file alone', async () => {
    const folder = temporaryFolder();
    await sh(`cp '${packed}'/*.tgz .`, folder);
    const cache = { npm_config_cache: temporaryFolder() };
    const { stdout } = await sh('npx --yes ./lastseen-*.tgz sample --write-only --days 2', folder, cache);
    expect(stdout).toMatch(/was written/);
  });

  it('brings the template of the forwarder, the schemas, the texts that hints name, and the licences', () => {
    const root = join(installed, 'node_modules', packageJson.name);
    const schemas = readdirSync('handlers/cli/schemas').map((name) => `handlers/cli/schemas/${name}`);
    const texts = ['infra/stack/region-forwarder.json', 'infra/README.md', 'infra/stack/README.md', 'LICENSE'];
    expect(schemas).toHaveLength(5);
    for (const file of [...texts, ...schemas])
      expect(readFileSync(join(root, file), 'utf8')).toBe(readFileSync(resolve(file), 'utf8'));
    const licences = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^commander \d+\S+ \(MIT\)$/m);
    expect(licences).toMatch(/^@aws-sdk\/client-iam \d+\S+ \(Apache-2\.0\)$/m);
  });
});

describe('package.json', () => {
  it('takes all clients of AWS from one release, but Security Hub, which that release does not have', () => {
    const isClient = ([name]: [string, string]) => /^@aws-sdk\/(?:client|lib)-/.test(name);
    const versions = Object.entries(packageJson.devDependencies).filter(isClient);
    const others = versions.filter(([name]) => name !== '@aws-sdk/client-securityhub');
    expect(versions.length - others.length).toBe(1);
    expect(versions.length).toBeGreaterThan(10);
    expect(new Set(others.map(([, version]) => version)).size).toBe(1);
  });

  it('has no script that an installation runs', () => {
    const scripts = Object.keys(packageJson.scripts);
    expect(scripts.filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });
});
