import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../ingest-bundle-bench.ts';

/** The bundled ingest-archive in a process of its own, whose clock stands where an invocation says. */
export interface FunctionProcess {
  /** Invokes it with objects of a bucket. Returns the processor time in milliseconds; throws where one is not done. */
  invoke(at: string, bucket: string, keys: readonly string[]): Promise<number>;
  /** The memory of the process after the latest invocation, as Lambda counts it. */
  megabytes(): number;
  stop(): Promise<void>;
}

/** The clock is moved, and not stopped, since the SDK waits by it. */
const source = `
const { handler } = require(process.argv[2]);
const realNow = Date.now;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
process.on('message', async ({ at, event }) => {
  const offset = Date.parse(at) - realNow();
  Date.now = () => realNow() + offset;
  const before = process.cpuUsage();
  const answer = await handler(event, { getRemainingTimeInMillis: () => 600000, invokedFunctionArn: process.argv[3] });
  const { user, system } = process.cpuUsage(before);
  const { rss } = process.memoryUsage();
  process.send({ ms: (user + system) / 1000, failures: answer.batchItemFailures.length, megabytes: rss / 1e6 });
});
process.send({ ready: true });
`;

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:bench';

/** Starts it with the endpoints of the servers that it calls. */
export async function startFunction(environment: Readonly<Record<string, string>>): Promise<FunctionProcess> {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-function-'));
  const [code, script] = [join(dir, 'function.cjs'), join(dir, 'process.cjs')];
  await bundle(`export { handler } from './handlers/lambda/ingest-archive.ts';`, code);
  await writeFile(script, source);
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  const settings = { TABLE_NAME: 'function', STACK_NAME: 'bench', EVENT_BUS: 'default', RESOLUTION_MINUTES: '60' };
  const env = { ...process.env, ...credentials, ...settings, ...environment, NODE_NO_WARNINGS: '1' };
  const child = fork(script, [code, functionArn], { env, execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await nextMessage(child);
  let latest = 0;
  return {
    megabytes: () => latest,
    invoke: async (at, bucket, keys) => {
      child.send({ at, event: { Records: keys.map((key, index) => messageOf(bucket, key, index)) } });
      const { ms, failures, megabytes } = await nextMessage(child);
      latest = megabytes;
      if (failures > 0) throw new Error(`${failures} of ${keys.length} objects were not done at ${at}`);
      return ms;
    },
    stop: async () => {
      child.kill();
      await once(child, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

interface Done {
  readonly ms: number;
  readonly failures: number;
  readonly megabytes: number;
}

async function nextMessage(child: ChildProcess): Promise<Done> {
  const listening = new AbortController();
  const { signal } = listening;
  const failed = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('the function ended')));
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), failed]);
    return message;
  } finally {
    listening.abort();
  }
}

/** As S3 announces an object to a queue. */
function messageOf(bucket: string, key: string, index: number) {
  const s3 = { bucket: { name: bucket }, object: { key: encodeURIComponent(key).replaceAll('%2F', '/') } };
  const record = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  return { messageId: `${index}`, body: JSON.stringify({ Records: [record] }) };
}
