import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const bin = resolve('dist/lastseen.js');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts Node with a program of ours. */
function startNode(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const clean = { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  return spawn(process.execPath, args, { cwd, env: { ...clean, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts the built command. */
export const startCli = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  startNode(cwd, [bin, ...args], env);

/** Runs the built command to its end. */
export const runCli = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliRun> =>
  runNode(cwd, [bin, ...args], env);

/** Runs Node with a program of ours to its end. */
export async function runNode(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliRun> {
  const child = startNode(cwd, args, env);
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  const text = (parts: Buffer[]) => Buffer.concat(parts).toString('utf8');
  return { code, stdout: text(chunks.stdout), stderr: text(chunks.stderr) };
}
