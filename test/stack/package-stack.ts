import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { filledOnce } from '../filled-once.ts';
import type { Template } from './template.ts';

const root = resolve(import.meta.dirname, '../..');

/** What `npx serverless package` makes, in a folder of its own until `remove`. */
export interface PackagedStack {
  /** A copy of the project from which the package can be deployed: `.serverless` is in it. */
  readonly dir: string;
  readonly templatePath: string;
  readonly template: Template;
  remove(): Promise<void>;
}

/** Packages the project once a run, without credentials and without a network, and gives each that asks a copy. */
export async function packageStack(): Promise<PackagedStack> {
  const packaged = await filledOnce('packaged-stack', packageInto);
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-stack-'));
  await cp(packaged, dir, { recursive: true, verbatimSymlinks: true });
  const templatePath = join(dir, '.serverless/cloudformation-template-update-stack.json');
  const template = JSON.parse(await readFile(templatePath, 'utf8')) as Template;
  return { dir, templatePath, template, remove: () => rm(dir, { recursive: true }) };
}

const copied = ['serverless.yml', 'infra', 'package.json', 'tsconfig.json', 'esbuild.config.mjs', 'page-assets.mjs'];

async function packageInto(dir: string): Promise<void> {
  for (const name of copied) await cp(join(root, name), join(dir, name), { recursive: true });
  for (const name of ['domain', 'handlers', 'node_modules']) await symlink(join(root, name), join(dir, name));
  await serverless(dir, ['package'], offline);
}

/**
 * Gives parameters to the next `serverless deploy` from this folder: as defaults of the template, because that is how
 * Serverless hands them over.
 */
export async function giveDefaults(dir: string, values: Readonly<Record<string, string>>): Promise<void> {
  const path = join(dir, '.serverless/serverless-state.json');
  const state = JSON.parse(await readFile(path, 'utf8'));
  const { Parameters } = state.service.provider.compiledCloudFormationTemplate;
  for (const [name, value] of Object.entries(values)) Parameters[name].Default = value;
  await writeFile(path, JSON.stringify(state));
}

/** No credentials anywhere, and every way out leads nowhere. */
const offline = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
};

/** Runs the installed `serverless` with nothing of our environment but what it needs to start. */
export async function serverless(dir: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  const bin = join(root, 'node_modules/serverless/bin/serverless.js');
  const { PATH } = process.env;
  const options = { cwd: dir, env: { ...(PATH !== undefined && { PATH }), HOME: dir, TMPDIR: tmpdir(), ...env } };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], options);
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`serverless ${args.join(' ')} failed: ${stdout}\n${stderr}`, { cause: error });
  }
}
