import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a user's past was, in days before now. */
export interface Past {
  /** Undefined: the account of the credentials. */
  readonly account?: string;
  readonly user: string;
  readonly id: string;
  readonly created: number;
  readonly signedIn?: number;
  readonly keyUsed?: number;
}

/** An emulated AWS account whose users can be given a past. */
export interface AwsAccount {
  readonly endpoint: string;
  readonly env: Record<string, string>;
  /** The AWS CLI's answer to a command. */
  aws(...args: string[]): Promise<Record<string, unknown>>;
  givePast(past: Past): Promise<void>;
  stop(): Promise<void>;
}

export const accountId = '123456789012';
export const region = 'eu-west-1';

/** Starts the account; `settings` are moto's own, as variables of its environment. */
export async function startAwsAccount(settings: NodeJS.ProcessEnv = {}): Promise<AwsAccount> {
  const server = spawn('python3', ['test/fakes/moto/moto_account.py'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...settings },
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const endpoint = `${(await lines.next()).value}`;
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    NO_PROXY: '127.0.0.1',
  };
  return {
    endpoint,
    env,
    aws: async (...args) => {
      const { stdout } = await run('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], {
        env: { ...process.env, ...env },
      });
      return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
    },
    givePast: async (past) => {
      server.stdin.write(`${JSON.stringify(past)}\n`);
      await lines.next();
    },
    stop: () => stopped(server),
  };
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.stdin?.end();
    setTimeout(() => server.kill(), 3000).unref();
  });
}
