import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Instant, plusDays } from '../../../domain/time.ts';
import type { PageOutcome } from '../../../handlers/page/write-page.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account, now } from '../../domain/builders.ts';
import { assessed } from '../../domain/verdict/assessed.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { type ObjectServer, startObjectServer } from '../../fakes/object-server.ts';
import { writeRun } from '../write-run.ts';

let dynamodb: EmbeddedDynamodb;
let s3: ObjectServer;
let tables = 0;
beforeAll(async () => {
  [dynamodb, s3] = await Promise.all([startEmbeddedDynamodb(), startObjectServer()]);
});
afterAll(() => Promise.all([dynamodb.stop(), s3.stop()]));
beforeEach(async () => {
  Object.assign(s3, { puts: [], refusing: undefined });
  const given = {
    TABLE_NAME: `page-${++tables}`,
    REPORT_BUCKET: 'pages',
    REPORT_KEY: `lastseen/${account()}/report.html`,
    REPORT_KEY_ARN: '',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    POWERTOOLS_DEV: 'true',
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  vi.spyOn(console, 'info').mockImplementation(() => {});
  await ensureTable(dynamodb.client, `page-${tables}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The door as Lambda loads it. */
async function invoke(): Promise<PageOutcome> {
  vi.resetModules();
  const { handler } = await import('../../../handlers/lambda/page.ts');
  const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-page`;
  return handler({}, { invokedFunctionArn } as Context);
}

/** The table after a run at this time over users of these names, who are all idle. */
const judge = (asOf: Instant, ...names: readonly string[]) =>
  writeRun(
    dynamodbTable(dynamodb.client, `page-${tables}`),
    { accountId: account(), asOf, thresholdDays: 90, coverage: { kind: 'none' } },
    names.map((name) => assessed(name, 'idle')),
  );

const remembered = { accountId: { S: `page#${account()}` }, entry: { S: 'run#pages' } };

describe('the function of the report page', () => {
  it('puts the page of the latest run, whole, encrypted, and into a bucket of its own account only', async () => {
    await judge(now, 'ann', '<script>alert(1)</script>');
    const outcome = await invoke();
    const [put] = s3.puts;
    expect(outcome).toEqual({
      kind: 'written',
      asOf: now,
      users: 2,
      bytes: Buffer.byteLength(`${put?.text}`),
      missing: [],
    });
    expect(put?.name).toBe(`pages/lastseen/${account()}/report.html`);
    expect(put?.text).toMatch(/^<!doctype html>\n.*2 of 2 IAM users are unused.*<\/html>\n$/s);
    expect(put?.text).not.toContain('<script>alert');
    expect(put?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
      'x-amz-server-side-encryption': 'AES256',
      'x-amz-expected-bucket-owner': account(),
    });
  });

  it('encrypts with the key that was given', async () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';
    vi.stubEnv('REPORT_KEY_ARN', key);
    await judge(now, 'ann');
    await invoke();
    expect(s3.puts[0]?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': key,
    });
  });

  it('writes one run once, and the next run anew', async () => {
    await judge(now, 'ann');
    await invoke();
    expect(await invoke()).toEqual({ kind: 'up-to-date', asOf: now });
    expect(s3.puts).toHaveLength(1);
    await judge(plusDays(now, 1), 'ann', 'ben');
    expect(await invoke()).toMatchObject({ kind: 'written', asOf: plusDays(now, 1), users: 2 });
    expect(s3.puts).toHaveLength(2);
  });

  it('gives each new bucket its page at once', async () => {
    await judge(now, 'ann');
    await invoke();
    vi.stubEnv('REPORT_BUCKET', 'others');
    expect(await invoke()).toMatchObject({ kind: 'written', asOf: now });
    expect(s3.puts.map(({ name }) => name.split('/')[0])).toEqual(['pages', 'others']);
  });

  it('does nothing where there is no run yet', async () => {
    expect(await invoke()).toEqual({ kind: 'no-run' });
    expect(s3.puts).toEqual([]);
  });

  it('throws where the bucket refuses, remembers no run, and writes the page the next time', async () => {
    await judge(now, 'ann');
    s3.refusing = 'AccessDenied';
    await expect(invoke()).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
    const get = new GetItemCommand({ TableName: `page-${tables}`, Key: remembered });
    expect((await dynamodb.client.send(get)).Item).toBeUndefined();
    s3.refusing = undefined;
    expect(await invoke()).toMatchObject({ kind: 'written', asOf: now });
  });

  it('that stopped before it remembered the run puts the same bytes again', async () => {
    await judge(now, 'ann');
    await invoke();
    await dynamodb.client.send(new DeleteItemCommand({ TableName: `page-${tables}`, Key: remembered }));
    await invoke();
    expect(s3.puts).toHaveLength(2);
    expect(s3.puts[1]?.text).toBe(s3.puts[0]?.text);
  });

  it('names every wrong variable at the first invocation', async () => {
    vi.stubEnv('REPORT_BUCKET', 'No Bucket');
    vi.stubEnv('REPORT_KEY', '');
    vi.stubEnv('REPORT_KEY_ARN', 'alias/lastseen');
    await expect(invoke()).rejects.toThrow(
      'wrong environment: REPORT_BUCKET=No Bucket: give the name of the bucket; REPORT_KEY is not set: ' +
        'give the key of the page in the bucket; REPORT_KEY_ARN=alias/lastseen: give the ARN of a KMS key',
    );
  });
});
