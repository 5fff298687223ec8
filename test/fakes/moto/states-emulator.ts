import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startWorld } from './moto-server.ts';
import { stepFunctions } from './step-functions.ts';

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
  const world = { module: 'moto_states', env: { INVOCATIONS: addressOf(functions) }, clock: 'real' } as const;
  const { endpoint, stop } = await startWorld(world);
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    NO_PROXY: '127.0.0.1',
  };
  return {
    env,
    run: (definition, input) => runToItsEnd(endpoint, definition, input),
    stop: async () => {
      functions.close();
      await stop();
    },
  };
}

async function runToItsEnd(endpoint: string, definition: string, input: object): Promise<Execution> {
  const roleArn = 'arn:aws:iam::123456789012:role/backfill';
  const { stateMachineArn } = await stepFunctions(endpoint, 'CreateStateMachine', {
    name: 'backfill',
    roleArn,
    definition,
  });
  const start = { stateMachineArn, name: 'run', input: JSON.stringify(input) };
  const { executionArn } = await stepFunctions(endpoint, 'StartExecution', start);
  for (const started = Date.now(); Date.now() - started < 60_000; ) {
    const found = await stepFunctions(endpoint, 'DescribeExecution', { executionArn });
    if (found['status'] !== 'RUNNING') return found as unknown as Execution;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `did not end: ${JSON.stringify(await stepFunctions(endpoint, 'GetExecutionHistory', { executionArn }))}`,
  );
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
