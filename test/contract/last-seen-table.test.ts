import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, it } from 'vitest';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { memoryLastSeenTable } from '../fakes/memory-last-seen-table.ts';
import { hasMoto, startMoto } from '../fakes/moto/moto-server.ts';
import { describeLastSeenTable } from './last-seen-table.contract.ts';

describeLastSeenTable('in memory', async () => memoryLastSeenTable());

describeLastSeenTable('of the embedded server, in memory', async () => {
  const { client, stop } = await startEmbeddedDynamodb();
  await ensureTable(client, 'contract');
  return { ...dynamodbTable(client, 'contract'), close: stop };
});

describeLastSeenTable('embedded, on disk', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-contract-'));
  const table = await openEmbeddedTable(dir, 'create');
  return { ...table, close: () => table.close().then(() => rm(dir, { recursive: true })) };
});

describe.skipIf(!hasMoto)('moto_server, where it is installed', () => {
  describeLastSeenTable(
    'of moto_server',
    async () => {
      const moto = await startMoto();
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const table = await tableAt(new DynamoDBClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials }));
      return { ...table, close: () => table.close().then(moto.stop) };
    },
    { runs: 5, ordersIndex: false, decidesRaces: false },
  );
});

const endpoint = process.env['LASTSEEN_TEST_ENDPOINT'];
describe.skipIf(endpoint === undefined)('the endpoint of LASTSEEN_TEST_ENDPOINT, where one is given', () => {
  it.skipIf(endpoint !== undefined)('a table of its own is made there and deleted afterwards', () => {});
  if (endpoint !== undefined) {
    describeLastSeenTable(`at ${endpoint}`, () => tableAt(new DynamoDBClient(endpoint === 'aws' ? {} : { endpoint })), {
      runs: 5,
    });
  }
});

/** A table with a name of its own, deleted when it is closed. */
async function tableAt(client: DynamoDBClient): Promise<LastSeenTable> {
  const name = `lastseen-contract-${randomUUID()}`;
  await ensureTable(client, name);
  const table = dynamodbTable(client, name);
  const remove = () => client.send(new DeleteTableCommand({ TableName: name }));
  return { ...table, close: () => remove().then(() => table.close()) };
}
