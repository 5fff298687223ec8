import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { parseMarkdown, readDocuments } from '../../documents/markdown.ts';
import { account, recordBy } from '../../domain/builders.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { type QueuesAndFunction, startQueuesAndFunction } from '../../fakes/queues-and-function.ts';
import { isInstalled } from '../../stack/installed.ts';
import { eventOf } from '../ingest/ingest-world.ts';

const names = { dead: 'lastseen-prod-ingest-dead-letters', rule: 'lastseen-prod-rule-dead-letters' };
const retry = 'lastseen-prod-retry';
const functionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-ingest`;

const eventBy = (name: string) => {
  const identity = { principalId: `AIDA${name.toUpperCase()}0000000`, userName: name, arn: undefined };
  return eventOf(recordBy(identity, { eventTime: instantOfEpochMs(Date.now() - 60_000), eventID: name }));
};

/** The commands of the chapter, as the reader pastes them. */
function runbook(): string {
  const text = readDocuments().get('infra/stack/README.md')?.lines.join('\n') ?? '';
  const [, chapter = ''] = text.split('### Hand in again\n');
  const [block = ''] = parseMarkdown('chapter', chapter).shellBlocks;
  return block;
}

describe.skipIf(!isInstalled('aws'))(
  'the runbook, "Hand in again" (skipped where the AWS CLI is not installed)',
  () => {
    let tables: Awaited<ReturnType<typeof embeddedTables>>;
    let read: Awaited<ReturnType<typeof tables.make>>['read'];
    let invoke: (event: unknown) => Promise<unknown>;
    let fake: QueuesAndFunction;
    let dir: string;

    beforeAll(async () => {
      [tables, dir] = await Promise.all([embeddedTables(), mkdtemp(join(tmpdir(), 'lastseen-runbook-'))]);
      ({ read } = await tables.make());
      const environment = {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
        TABLE_NAME: tables.name,
      };
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      vi.resetModules();
      const { handler } = await import('../../../handlers/lambda/ingest.ts');
      invoke = (event) => handler(event, { awsRequestId: 'r', invokedFunctionArn: functionArn } as unknown as Context);
      fake = await startQueuesAndFunction([...Object.values(names), retry], invoke);
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await fake?.stop();
      await tables?.stop();
      await rm(dir, { recursive: true });
    });

    it('records what was in both dead-letter queues, and leaves them empty', async () => {
      const requestContext = { requestId: 'r', functionArn: `${functionArn}:$LATEST`, condition: 'RetriesExhausted' };
      const failed = JSON.stringify({ version: '1.0', requestContext, requestPayload: eventBy('alice') });
      fake.queues.get(names.dead)?.push(failed);
      for (const name of ['bob', 'carol']) fake.queues.get(names.rule)?.push(JSON.stringify(eventBy(name)));
      const toFake = `#!/bin/sh\nPATH="$REAL_PATH" exec aws --endpoint-url '${fake.endpoint}' "$@"\n`;
      await writeFile(join(dir, 'aws'), toFake, { mode: 0o755 });
      const path = process.env['PATH'] ?? '';
      const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'eu-west-1' };
      const env = {
        ...credentials,
        PATH: `${dir}${delimiter}${path}`,
        REAL_PATH: path,
        HOME: dir,
        NO_PROXY: '127.0.0.1',
      };
      const ran = await promisify(execFile)('sh', ['-c', runbook()], { cwd: dir, env });
      expect(ran.stderr).toBe('');
      expect(fake.invoked).toEqual(['lastseen-prod-ingest', 'lastseen-prod-ingest']);
      const moved = fake.queues.get(retry) ?? [];
      expect(moved).toEqual([failed]);
      const batch = { Records: moved.map((body, index) => ({ messageId: `${index}`, body })) };
      expect(await invoke(batch)).toEqual({ batchItemFailures: [] });
      expect(Object.values(names).map((name) => fake.queues.get(name))).toEqual([[], []]);
      const users = [...(await read()).lastSeen.values()].map(({ latest }) => latest.userName);
      expect(users.sort()).toEqual(['alice', 'bob', 'carol']);
    });
  },
);
