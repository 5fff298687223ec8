import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { realClockEnv } from './real-clock.ts';

/** moto with state machines that run, and functions that are ours. */
export interface StatesEmulator {
  readonly env: Readonly<Record<string, string>>;
  /** Runs a definition to its end; once, for moto cannot start a second one. */
  run(definition: string, input: object): Promise<Execution>;
  stop(): Promise<void>;
}

export interface Execution {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}

/** `invoke` stands in for Lambda: it is given the payload, and what it throws is the function's error. */
export async function startStatesEmulator(invoke: (event: unknown) => Promise<unknown>): Promise<StatesEmulator> {
  const functions = await serve(invoke);
  const port = `${await freePort()}`;
  const moto = spawn('python3', ['test/fakes/moto/moto_states.py', addressOf(functions), port], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...realClockEnv(), NO_PROXY: '127.0.0.1,localhost' },
  });
  const { value: endpoint } = await createInterface({ input: moto.stdout })[Symbol.asyncIterator]().next();
  const env = {
    AWS_ENDPOINT_URL: `${endpoint}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    NO_PROXY: '127.0.0.1',
  };
  const states = async (...args: string[]) => {
    const options = { env: { ...process.env, ...env } };
    const { stdout } = await promisify(execFile)('aws', ['stepfunctions', ...args, '--output', 'json'], options);
    return JSON.parse(stdout) as Record<string, string>;
  };
  return {
    env,
    run: async (definition, input) => {
      const role = ['--role-arn', 'arn:aws:iam::123456789012:role/backfill'];
      const machine = ['--name', 'backfill', ...role, '--definition', definition];
      const { stateMachineArn = '' } = await states('create-state-machine', ...machine);
      const start = ['--state-machine-arn', stateMachineArn, '--name', 'run', '--input', JSON.stringify(input)];
      const { executionArn = '' } = await states('start-execution', ...start);
      for (let tries = 0; tries < 60; tries++) {
        const found = await states('describe-execution', '--execution-arn', executionArn);
        if (found['status'] !== 'RUNNING') return found as unknown as Execution;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(
        `did not end: ${JSON.stringify(await states('get-execution-history', '--execution-arn', executionArn))}`,
      );
    },
    stop: async () => {
      functions.close();
      moto.stdin.end();
      if (moto.exitCode === null && moto.kill()) await once(moto, 'exit');
    },
  };
}

async function serve(invoke: (event: unknown) => Promise<unknown>): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await invoke(JSON.parse(Buffer.concat(chunks).toString('utf8'))).catch((error: Error) => error);
    if (answer instanceof Error) response.setHeader('x-amz-function-error', 'Unhandled');
    response.end(
      JSON.stringify(answer instanceof Error ? { errorType: answer.name, errorMessage: answer.message } : answer),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
