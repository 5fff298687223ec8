import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A bundled function in a process of its own, which can be killed as Lambda may kill a sandbox. */
export interface FunctionProcess {
  /** The answer of the function; undefined where the process was killed before it came, or the function threw. */
  call(event: object, requestId: string): Promise<unknown>;
  kill(): void;
}

/** Bundles both functions of an organization as the package does, each beside a driver. */
export async function bundleFunctions(dir: string): Promise<void> {
  const driver = (name: string) => `
    const { handler } = require('./handlers/lambda/organization/${name}.ts');
    process.on('message', async ({ event, requestId }) => {
      const invokedFunctionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:${name}';
      try {
        process.send({ answer: await handler(event, { awsRequestId: requestId, invokedFunctionArn }) });
      } catch (error) {
        process.send({ error: String(error) });
      }
    });`;
  for (const name of ['plan', 'work']) {
    await build({
      stdin: { contents: driver(name), resolveDir: process.cwd(), loader: 'js' },
      outfile: join(dir, `${name}.cjs`),
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
    });
  }
}

const started = new Set<ChildProcess>();

/** Kills what was started and still runs, also where a test failed in between. */
export function killFunctions(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}

export function startFunction(dir: string, name: 'plan' | 'work', env: NodeJS.ProcessEnv): FunctionProcess {
  const child: ChildProcess = fork(join(dir, `${name}.cjs`), { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  started.add(child);
  return {
    call: async (event, requestId) => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      child.send({ event, requestId }, () => {});
      return answerOf(child);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (answer: unknown) => {
      child.off('message', hear).off('exit', end);
      resolve(answer);
    };
    const hear = (message: unknown) => settle((message as { readonly answer?: unknown }).answer);
    const end = () => settle(undefined);
    child.on('message', hear).on('exit', end);
  });
}
