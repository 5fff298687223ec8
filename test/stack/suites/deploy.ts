import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled } from '../installed.ts';
import { type PackagedStack, serverless } from '../package-stack.ts';

/** The emulator skips alarms, the schedule, queue policies and outputs and ignores much else: those are asked of the template. */
export function deploySuite({ dir }: PackagedStack): void {
  const isPossible = isInstalled('moto_server', '--help') && isInstalled('aws');
  describe.skipIf(!isPossible)('deployed into moto_server (skipped where that or the AWS CLI is not installed)', () => {
    let server: ChildProcess;
    let env: Record<string, string>;
    const aws = async (command: string) => {
      const args = [...command.split(' '), '--output', 'json'];
      const { stdout } = await promisify(execFile)('aws', args, { env: { ...process.env, ...env } });
      return JSON.parse(stdout) as Record<string, unknown>;
    };

    beforeAll(async () => {
      const port = await freePort();
      server = spawn('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' });
      env = {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        NO_PROXY: '127.0.0.1',
      };
      await untilUp(`${env['AWS_ENDPOINT_URL']}/moto-api/`);
      await serverless(dir, ['deploy', '--package', '.serverless'], env);
    });
    afterAll(async () => {
      if (server.kill()) await once(server, 'exit');
    });

    it('the stack comes up whole', async () => {
      const { Stacks } = await aws('cloudformation describe-stacks --stack-name lastseen-prod');
      expect(Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE' }]);
    });

    it('all functions are there', async () => {
      const { Functions } = await aws('lambda list-functions');
      expect((Functions as { FunctionName: string }[]).map(({ FunctionName }) => FunctionName).sort()).toEqual([
        'lastseen-prod-backfill',
        'lastseen-prod-ingest',
        'lastseen-prod-reconcile',
      ]);
    });

    it('the table has its index', async () => {
      const { Table } = await aws('dynamodb describe-table --table-name lastseen-prod');
      expect(Table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: 'ByState' }] });
    });

    it('the rules stand on the default bus', async () => {
      const { Rules } = await aws('events list-rules --name-prefix lastseen-prod');
      expect((Rules as { Name: string }[]).map(({ Name }) => Name).sort()).toEqual([
        'lastseen-prod-calls',
        'lastseen-prod-sign-ins',
      ]);
    });

    it('the retry queue leads to its dead-letter queue, and ingest drains it', async () => {
      const { EventSourceMappings } = await aws('lambda list-event-source-mappings');
      expect(EventSourceMappings).toMatchObject([{ FunctionResponseTypes: ['ReportBatchItemFailures'] }]);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`nothing answers at ${url}`);
}
