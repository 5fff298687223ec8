import type { Context, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { ingestTime } from '../../../handlers/lambda/ingest-time.ts';
import { account, recordBy } from '../../domain/builders.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { type FaultyProxy, startFaultyProxy } from '../../fakes/faulty-proxy.ts';
import { eventOf } from '../ingest/ingest-world.ts';

/** The function's timeout and the batch of its queue, as the template has them. */
const timeoutMs = 30_000;
const batchSize = 100;

const messageOf = (user: number) => {
  const userName = `user-${user}`;
  const identity = { principalId: `AIDA${String(user).padStart(16, '0')}`, userName, arn: undefined };
  const eventTime = instantOfEpochMs(Date.now() - 60_000);
  const body = JSON.stringify(eventOf(recordBy(identity, { eventTime, eventID: userName })));
  return { messageId: userName, body };
};

describe('a batch of the retry queue while the table is silent', () => {
  let tables: Awaited<ReturnType<typeof embeddedTables>>;
  let proxy: FaultyProxy;
  let invoke: (event: unknown) => Promise<SQSBatchResponse | undefined>;

  beforeAll(async () => {
    tables = await embeddedTables();
    await tables.make();
    proxy = await startFaultyProxy(tables.endpoint);
    const environment = {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
      TABLE_NAME: tables.name,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.resetModules();
    const { handler } = await import('../../../handlers/lambda/ingest.ts');
    const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:ingest`;
    invoke = (event) => handler(event, { awsRequestId: 'r', invokedFunctionArn } as unknown as Context);
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await proxy?.stop();
    await tables?.stop();
  });

  /** As SQS does: what failed comes again. Answers what is still left after ten deliveries. */
  const deliverUntilTaken = async (messages: readonly { readonly messageId: string }[]) => {
    let left = messages;
    for (let round = 0; round < 10 && left.length > 0; round++) {
      const failed = new Set((await invoke({ Records: left }))?.batchItemFailures.map((item) => item.itemIdentifier));
      left = left.filter(({ messageId }) => failed.has(messageId));
    }
    return left;
  };

  it('is answered before the function times out, and every message comes again', async () => {
    const warm = await invoke({ Records: [messageOf(0)] });
    expect(warm).toEqual({ batchItemFailures: [] });
    proxy.fault = 'silent';
    const startedMs = performance.now();
    const batch = Array.from({ length: batchSize }, (_, index) => messageOf(index + 1));
    const answer = await invoke({ Records: batch });
    expect(performance.now() - startedMs).toBeLessThan(timeoutMs - 5000);
    expect(answer?.batchItemFailures).toEqual(batch.map(({ messageId }) => ({ itemIdentifier: messageId })));
    proxy.fault = 'none';
    expect(await deliverUntilTaken(batch)).toEqual([]);
  });

  it('may take, by the sum of its bounds, less than the function', () => {
    const { beginWithinMs, tries, requestMs } = ingestTime;
    expect(beginWithinMs + 2 * tries * requestMs).toBeLessThanOrEqual(timeoutMs - 5000);
  });
});
