import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { hasMoto, type MotoServer, startMoto } from '../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const log = writeLog(dir, 'log.json.gz', [call('alice', daysAgo(1))]);
const report = write(
  dir,
  'report.csv',
  reportOf([{ user: 'alice' }, { user: 'bob', key: { created: daysAgo(700), used: daysAgo(200) } }]),
);

/** What a user does with a table in DynamoDB: scans into it, lists, shows. */
async function scanListShow(table: string, endpoint: string) {
  const at = ['--table', table, '--endpoint', endpoint];
  const scan = await runCli(dir, ['scan', '--trail', log, '--credential-report', report, '--now', now, ...at]);
  const list = await runCli(dir, ['list', '--state', 'unused', '--format', 'json', ...at]);
  const show = await runCli(dir, ['show', 'alice', '--format', 'json', ...at]);
  expect([scan, list, show].map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  expect(JSON.parse(list.stdout).users).toMatchObject([{ userName: 'bob', state: 'idle', idleDays: 200 }]);
  expect(JSON.parse(show.stdout)).toMatchObject({ user: { state: 'active' }, lastSeen: { at: daysAgo(1) } });
}

const refusal = async (table: string, endpoint: string, command: readonly string[] = ['scan', '--trail', log]) => {
  const { code, stdout, stderr } = await runCli(dir, [...command, '--table', table, '--endpoint', endpoint]);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^lastseen: [^\n]+\n$/);
  return { code, stderr };
};

describe('a table in DynamoDB', () => {
  let dynamodb: EmbeddedDynamodb;
  beforeAll(async () => {
    dynamodb = await startEmbeddedDynamodb();
  });
  afterAll(() => dynamodb.stop());

  it('is scanned into, listed and shown', async () => {
    await ensureTable(dynamodb.client, 'lastseen');
    await scanListShow('lastseen', dynamodb.endpoint);
  });

  it.each([['scan', '--trail', log], ['list'], ['show', 'alice']])(
    'that does not exist stops %s',
    async (...command) => {
      const { code, stderr } = await refusal('nobodys', dynamodb.endpoint, command);
      expect(stderr).toContain(`table nobodys does not exist at ${dynamodb.endpoint}`);
      expect(code).toBe(2);
    },
  );

  it('of somebody else is left alone', async () => {
    await dynamodb.client.send(
      new CreateTableCommand({
        TableName: 'orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    const { code, stderr } = await refusal('orders', dynamodb.endpoint);
    expect(stderr).toContain('table orders has other keys');
    expect(code).toBe(2);
  });
});

describe.skipIf(!hasMoto)('a table of moto_server, where it is installed', () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto?.stop());

  it('is scanned into, listed and shown', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    await ensureTable(client, 'lastseen').finally(() => client.destroy());
    await scanListShow('lastseen', moto.endpoint);
  });

  it('that does not exist is named', async () => {
    const { code, stderr } = await refusal('nobodys', moto.endpoint);
    expect(stderr).toContain('table nobodys does not exist');
    expect(code).toBe(2);
  });
});

describe('an endpoint that answers', () => {
  const error = (type: string) => JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'no' });

  it.each([
    { what: 'that it is down may pass', status: 503, body: '', code: 75, says: /did not answer/ },
    {
      what: 'that it is asked too much may pass',
      status: 400,
      body: error('ThrottlingException'),
      code: 75,
      says: /did not answer \(ThrottlingException\)/,
    },
    {
      what: 'that the credentials are wrong does not pass',
      status: 400,
      body: error('UnrecognizedClientException'),
      code: 2,
      says: /no valid AWS credentials/,
    },
    {
      what: 'that it is not allowed does not pass',
      status: 400,
      body: error('AccessDeniedException'),
      code: 2,
      says: /DynamoDB refused: AccessDeniedException/,
    },
  ])('$what', async ({ status, body, code, says }) => {
    const server = await serverThat(status, body);
    const { port } = server.address() as AddressInfo;
    const refused = await refusal('lastseen', `http://127.0.0.1:${port}`).finally(() => server.close());
    expect(refused.stderr).toMatch(says);
    expect(refused.code).toBe(code);
  });
});

async function serverThat(status: number, body: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', connection: 'close' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
